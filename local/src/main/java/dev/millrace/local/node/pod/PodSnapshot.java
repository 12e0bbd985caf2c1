package dev.millrace.local.node.pod;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/**
 * A pod and its containers at one moment.
 *
 * @param pod as the API server has it
 * @param initial its init containers
 * @param containers the others
 * @param address its own; empty: it has none yet
 * @param verdict why the node gave it up; empty: it did not
 */
record PodSnapshot(
        Pod pod,
        List<ContainerRun> initial,
        List<ContainerRun> containers,
        Optional<String> address,
        Optional<Verdict> verdict) {

    /**
     * Why a node gives a pod up.
     *
     * @param reason such as {@code Evicted}
     * @param message a sentence
     * @param disruption whether the pod is not to blame: a Job may then not count it as a try
     */
    record Verdict(String reason, String message, boolean disruption) {}
}
