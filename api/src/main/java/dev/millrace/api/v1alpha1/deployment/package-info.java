/** A model that is served. */
@NullMarked
package dev.millrace.api.v1alpha1.deployment;

import org.jspecify.annotations.NullMarked;
