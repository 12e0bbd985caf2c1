/** Rows of a data version, as the trainer reads them. */
@NullMarked
package dev.millrace.trainer.row;

import org.jspecify.annotations.NullMarked;
