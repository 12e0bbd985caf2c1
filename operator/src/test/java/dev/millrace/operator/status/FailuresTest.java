package dev.millrace.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.condition.Verdict;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
    @Test
    void aRefusalIsToldInTheApiServersWords() {
        Exception refusal = new OperatorException(answer(403, "exceeded quota: jobs"));

        assertThat(Failures.verdict(refusal))
                .contains(Verdict.blocked(Reason.REFUSED, "Kubernetes refused: exceeded quota: jobs"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 404, 409, 429, 500, 503})
    void whatPassesIsRetriedInSilence(int code) {
        assertThat(Failures.verdict(answer(code, "not now"))).isEmpty();
    }

    @Test
    void aNamespaceThatGoesIsNobodysTrouble() {
        Status status = new StatusBuilder()
                .withMessage("namespace is being terminated")
                .withNewDetails()
                .addNewCause("metadata.namespace", "namespace x is being terminated", "NamespaceTerminating")
                .endDetails()
                .build();

        assertThat(Failures.verdict(new KubernetesClientException("forbidden", 403, status)))
                .isEmpty();
    }

    @Test
    void aDefectIsToldWithoutItsClass() {
        assertThat(Failures.verdict(new IllegalStateException("secret detail")))
                .contains(Verdict.blocked(
                        Reason.INTERNAL_ERROR,
                        "an error of Millrace, which tries again; the operator's log has the details"));
    }

    private static KubernetesClientException answer(int code, String message) {
        return new KubernetesClientException(
                "Failure executing",
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
