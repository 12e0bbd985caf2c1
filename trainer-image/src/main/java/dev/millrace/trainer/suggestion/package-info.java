/** The command that prints a beginning of a spec. */
@NullMarked
package dev.millrace.trainer.suggestion;

import org.jspecify.annotations.NullMarked;
