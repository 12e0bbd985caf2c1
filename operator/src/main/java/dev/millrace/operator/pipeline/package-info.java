/** Pipeline: each execution of its templates makes a data version, a run on it, a promotion and what serves the promoted model. */
@NullMarked
package dev.millrace.operator.pipeline;

import org.jspecify.annotations.NullMarked;
