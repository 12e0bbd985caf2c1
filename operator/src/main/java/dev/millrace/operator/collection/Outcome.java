package dev.millrace.operator.collection;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.CollectionSummary;
import dev.millrace.operator.event.Events.Severity;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a collection ended, for people.
 *
 * @param freedBytes 0 where it failed
 */
record Outcome(boolean succeeded, Severity severity, String sentence, long freedBytes) {
    /** The outcome of a Job; empty: it has not ended. */
    static Optional<Outcome> of(Job job, List<Pod> pods) {
        boolean complete = has(job, "Complete");
        if (!complete && !has(job, "Failed")) {
            return Optional.empty();
        }
        Optional<String> message = pods.stream()
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                        .reversed())
                .flatMap(Outcome::message)
                .findFirst();
        return Optional.of(complete ? done(message) : failed(message));
    }

    private static boolean has(Job job, String condition) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(one -> condition.equals(one.getType()) && "True".equals(one.getStatus()));
    }

    private static Stream<String> message(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .map(status -> status.getState().getTerminated())
                .filter(ended -> ended != null && ended.getMessage() != null)
                .map(ContainerStateTerminated::getMessage);
    }

    private static Outcome done(Optional<String> message) {
        try {
            return message.map(text -> done(Json.read(text, CollectionSummary.class)))
                    .orElseGet(() -> new Outcome(true, Severity.NORMAL, "the store was collected", 0));
        } catch (IllegalArgumentException e) {
            return new Outcome(true, Severity.NORMAL, "the store was collected", 0);
        }
    }

    private static Outcome done(CollectionSummary summary) {
        String freed = "freed " + summary.freedBytes() + " bytes: " + summary.removedBlobs() + " blobs and "
                + summary.removedDocuments() + " documents that nothing live reaches; " + summary.liveBlobs()
                + " blobs are live, " + summary.youngBlobs() + " too young to judge";
        if (summary.missing().isEmpty()) {
            return new Outcome(true, Severity.NORMAL, freed, summary.freedBytes());
        }
        String missing = summary.missing().stream().map(Object::toString).collect(Collectors.joining(", "));
        return new Outcome(
                true,
                Severity.WARNING,
                freed + ". Objects name what is not in the store: " + missing,
                summary.freedBytes());
    }

    private static Outcome failed(Optional<String> message) {
        return new Outcome(
                false, Severity.WARNING, message.orElse("its pods ended without a message: see their logs"), 0);
    }
}
