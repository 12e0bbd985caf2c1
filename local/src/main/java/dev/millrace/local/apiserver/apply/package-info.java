/** Server-side apply: who owns which field, as structured-merge-diff of Kubernetes decides it. */
@NullMarked
package dev.millrace.local.apiserver.apply;

import org.jspecify.annotations.NullMarked;
