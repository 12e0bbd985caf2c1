/** Which values a pod keeps to itself. See docs/sensitive-columns.md. */
@NullMarked
package dev.millrace.data.sensitive;

import org.jspecify.annotations.NullMarked;
