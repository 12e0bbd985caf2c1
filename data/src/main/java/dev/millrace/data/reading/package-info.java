/** Stored data versions, read back in row order and out of core. */
@NullMarked
package dev.millrace.data.reading;

import org.jspecify.annotations.NullMarked;
