/** One training of one model on one data version. */
@NullMarked
package dev.millrace.api.v1alpha1.training;

import org.jspecify.annotations.NullMarked;
