/** What a client did wrong, in the words and codes of Kubernetes. */
@NullMarked
package dev.millrace.local.apiserver.failure;

import org.jspecify.annotations.NullMarked;
