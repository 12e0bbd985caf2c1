/**
 * What all steps share: the plan comes from a file, a finished plan is found again instead of repeated, and what came of it goes into
 * the store as a report, into the termination message as a summary, and into the exit code.
 */
@NullMarked
package dev.millrace.trainer.step;

import org.jspecify.annotations.NullMarked;
