/** An immutable, tested, profiled snapshot of data. */
@NullMarked
package dev.millrace.api.v1alpha1.dataset;

import org.jspecify.annotations.NullMarked;
