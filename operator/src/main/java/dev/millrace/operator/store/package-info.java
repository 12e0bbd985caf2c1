/** How pods reach the store of their namespace. */
@NullMarked
package dev.millrace.operator.store;

import org.jspecify.annotations.NullMarked;
