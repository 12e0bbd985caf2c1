/** OpenAPI v3 documents of what is served: for kubectl explain, and for clients that check objects. */
@NullMarked
package dev.millrace.local.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
