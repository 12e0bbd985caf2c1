/** Structural schemas, of built-in kinds and of those that CRDs define: what they mean for a value. */
@NullMarked
package dev.millrace.local.apiserver.schema;

import org.jspecify.annotations.NullMarked;
