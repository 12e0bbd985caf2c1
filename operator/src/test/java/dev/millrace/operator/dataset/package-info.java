/** Data versions: what is planned, rendered and said of them. */
@NullMarked
package dev.millrace.operator.dataset;

import org.jspecify.annotations.NullMarked;
