/** The operator's process: it starts the reconcilers of the four kinds and stops them without leaving anything half done. */
@NullMarked
package dev.millrace.operator;

import org.jspecify.annotations.NullMarked;
