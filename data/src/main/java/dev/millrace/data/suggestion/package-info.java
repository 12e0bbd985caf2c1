/** Columns and tests for a spec, guessed from what a version's rows are like. */
@NullMarked
package dev.millrace.data.suggestion;

import org.jspecify.annotations.NullMarked;
