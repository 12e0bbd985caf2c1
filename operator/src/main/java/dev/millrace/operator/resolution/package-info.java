/** What a planner comes to: a plan, something to wait for, or all that is wrong with a spec. */
@NullMarked
package dev.millrace.operator.resolution;

import org.jspecify.annotations.NullMarked;
