/** Training runs: what is planned, rendered and said of them. */
@NullMarked
package dev.millrace.operator.training;

import org.jspecify.annotations.NullMarked;
