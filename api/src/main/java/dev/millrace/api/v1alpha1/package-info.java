/**
 * The four kinds of {@code millrace.dev/v1alpha1}: what people write and read. A package a kind; here is what all of them share.
 *
 * <p>The annotations are the source of {@code crds/} and {@code docs/api-reference.md}. What is optional is nullable or an empty list; after
 * the API server has filled in the schema's defaults, a field with a default is present.
 */
@NullMarked
package dev.millrace.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
