/** The rules of CRDs in the Common Expression Language, with what Kubernetes adds to it. */
@NullMarked
package dev.millrace.local.apiserver.cel;

import org.jspecify.annotations.NullMarked;
