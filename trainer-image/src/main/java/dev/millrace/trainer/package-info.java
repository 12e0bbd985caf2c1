/** The commands that run in the pods of a pipeline's steps. */
@NullMarked
package dev.millrace.trainer;

import org.jspecify.annotations.NullMarked;
