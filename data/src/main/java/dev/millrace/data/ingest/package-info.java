/** From files to a stored data version. */
@NullMarked
package dev.millrace.data.ingest;

import org.jspecify.annotations.NullMarked;
