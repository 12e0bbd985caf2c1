/** What changed from one data version to the next. */
@NullMarked
package dev.millrace.data.diff;

import org.jspecify.annotations.NullMarked;
