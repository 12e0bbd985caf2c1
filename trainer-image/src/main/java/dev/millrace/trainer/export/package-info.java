/** The command that writes a stored data version as files for others. */
@NullMarked
package dev.millrace.trainer.export;

import org.jspecify.annotations.NullMarked;
