/** Objects of an S3 bucket as a source. */
@NullMarked
package dev.millrace.data.bucket;

import org.jspecify.annotations.NullMarked;
