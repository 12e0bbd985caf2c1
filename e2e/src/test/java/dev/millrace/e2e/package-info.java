/** The main job on the cluster of {@code KUBECONFIG}, driven and observed as a person does it: with kubectl and HTTP. */
@NullMarked
package dev.millrace.e2e;

import org.jspecify.annotations.NullMarked;
