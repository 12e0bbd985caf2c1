package dev.millrace.operator.status;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an exception that ends a reconcile means for the resource. Every one is retried. */
final class Failures {
    /** No answer, not there or changed meanwhile, too many requests: another try soon takes them away. */
    private static final Set<Integer> PASSING = Set.of(0, 404, 409, 429);

    private static final String NAMESPACE_GOES = "NamespaceTerminating";

    private Failures() {}

    /** Empty: nothing that a person should hear of. */
    static Optional<Verdict> verdict(Exception exception) {
        // The SDK wraps what a reconciler throws.
        Optional<KubernetesClientException> refusal = Stream.<Throwable>iterate(
                        exception, cause -> cause != null, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .map(KubernetesClientException.class::cast)
                .findFirst();
        if (refusal.isEmpty()) {
            return Optional.of(Verdict.blocked(
                    Reason.INTERNAL_ERROR,
                    "an error of Millrace, which tries again; the operator's log has the details"));
        }
        return refusal.filter(Failures::stays)
                .map(answer -> Verdict.blocked(Reason.REFUSED, "Kubernetes refused: " + said(answer)));
    }

    private static boolean stays(KubernetesClientException answer) {
        return !PASSING.contains(answer.getCode()) && answer.getCode() < 500 && !namespaceGoes(answer.getStatus());
    }

    private static boolean namespaceGoes(@Nullable Status status) {
        return Optional.ofNullable(status).map(Status::getDetails).map(StatusDetails::getCauses).stream()
                .flatMap(causes -> causes.stream())
                .anyMatch(cause -> NAMESPACE_GOES.equals(cause.getReason()));
    }

    private static String said(KubernetesClientException answer) {
        return answer.getStatus() != null && answer.getStatus().getMessage() != null
                ? answer.getStatus().getMessage()
                : "HTTP status " + answer.getCode();
    }
}
