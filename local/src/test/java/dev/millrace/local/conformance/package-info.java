/**
 * What Millrace relies on in a Kubernetes. The same tests run against the embedded cluster, in {@code make test}, and against the cluster of
 * {@code KUBECONFIG}, in {@code make e2e}; where the two differ, the embedded one is wrong.
 */
@NullMarked
package dev.millrace.local.conformance;

import org.jspecify.annotations.NullMarked;
