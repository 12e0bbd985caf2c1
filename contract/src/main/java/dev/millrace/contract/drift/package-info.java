/** How far rows have moved from other rows: the figures that data versions are compared by. */
@NullMarked
package dev.millrace.contract.drift;

import org.jspecify.annotations.NullMarked;
