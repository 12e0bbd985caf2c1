package dev.millrace.operator.status;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.condition.Verdict;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import java.util.Set;

/** What an exception that ends a reconcile means for the resource. Every one is retried. */
final class Failures {
    /** No answer, a conflict with another writer, too many requests: another try soon takes them away. */
    private static final Set<Integer> PASSING = Set.of(0, 404, 409, 429);

    private Failures() {}

    /** Empty: nothing that a person should hear of. */
    static Optional<Verdict> verdict(Exception exception) {
        if (exception instanceof KubernetesClientException refusal) {
            if (PASSING.contains(refusal.getCode()) || refusal.getCode() >= 500) {
                return Optional.empty();
            }
            return Optional.of(Verdict.blocked(Reason.REFUSED, "Kubernetes refused: " + said(refusal)));
        }
        return Optional.of(Verdict.blocked(
                Reason.INTERNAL_ERROR, "an error of Millrace, which tries again; the operator's log has the details"));
    }

    private static String said(KubernetesClientException refusal) {
        if (refusal.getStatus() != null && refusal.getStatus().getMessage() != null) {
            return refusal.getStatus().getMessage();
        }
        return "HTTP status " + refusal.getCode();
    }
}
