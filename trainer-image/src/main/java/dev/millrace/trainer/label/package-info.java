/** What the network learns: the label column, checked against the task and fitted on the train split. */
@NullMarked
package dev.millrace.trainer.label;

import org.jspecify.annotations.NullMarked;
