/** Models in the store: their files, their manifest, their provenance. */
@NullMarked
package dev.millrace.model.bundle;

import org.jspecify.annotations.NullMarked;
