/** Tests against a real API server: that of {@code KUBECONFIG}. */
@NullMarked
package dev.millrace.operator.cluster;

import org.jspecify.annotations.NullMarked;
