/** Figures of columns, exact and the same at every run. */
@NullMarked
package dev.millrace.data.profile;

import org.jspecify.annotations.NullMarked;
