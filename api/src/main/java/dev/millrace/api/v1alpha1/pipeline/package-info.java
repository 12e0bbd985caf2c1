/** What keeps data, model and deployment up to date. */
@NullMarked
package dev.millrace.api.v1alpha1.pipeline;

import org.jspecify.annotations.NullMarked;
