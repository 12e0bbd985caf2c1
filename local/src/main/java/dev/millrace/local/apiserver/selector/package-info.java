/** Label and field selectors. */
@NullMarked
package dev.millrace.local.apiserver.selector;

import org.jspecify.annotations.NullMarked;
