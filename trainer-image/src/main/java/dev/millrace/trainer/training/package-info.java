/** The train command: from a data version to a stored, judged model. */
@NullMarked
package dev.millrace.trainer.training;

import org.jspecify.annotations.NullMarked;
