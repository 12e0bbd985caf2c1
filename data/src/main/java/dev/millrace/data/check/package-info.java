/** What must hold of a plan and of the rows: names and types in the spec, data tests, leaks of the label. */
@NullMarked
package dev.millrace.data.check;

import org.jspecify.annotations.NullMarked;
