package dev.millrace.operator.training;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.Progress;
import dev.millrace.operator.step.StepObjects;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** The progress that a training pod prints. */
final class ProgressLog {
    /** Log lines of a warning or two may stand between two lines of progress. */
    private static final int LINES = 50;

    private ProgressLog() {}

    /** The last progress in a pod's log; empty: none yet, or the log cannot be read now. */
    static Optional<Progress> last(KubernetesClient client, Pod pod) {
        try {
            // The client's own call for logs first waits for the pod by a list and a watch.
            String log = client.raw("/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d"
                    .formatted(
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            StepObjects.CONTAINER,
                            LINES));
            return log == null ? Optional.empty() : last(log.lines().toList());
        } catch (KubernetesClientException e) {
            // A pod that has just gone, or a node that does not answer: the next look tells more.
            return Optional.empty();
        }
    }

    /** The last line that is a progress; a line that was cut is none. */
    static Optional<Progress> last(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(Progress.PREFIX))
                .map(line -> parse(line.substring(Progress.PREFIX.length())))
                .flatMap(Optional::stream)
                .reduce((earlier, later) -> later);
    }

    private static Optional<Progress> parse(String json) {
        try {
            return Optional.of(Json.read(json, Progress.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
