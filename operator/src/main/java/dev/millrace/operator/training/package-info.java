/** TrainingRun: a ready data version and a spec become a plan, the plan a training Job, its report the status. */
@NullMarked
package dev.millrace.operator.training;

import org.jspecify.annotations.NullMarked;
