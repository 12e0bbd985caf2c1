package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Requests through the API server to Services. What comes back of pods is tested with `make e2e`. */
@Conformance
class ProxyIT {
    private final Scratch scratch;

    ProxyIT(Scratch scratch) {
        this.scratch = scratch;
    }

    @Test
    void serviceWithoutPodsIsUnavailable() {
        scratch.in("services").create("""
                apiVersion: v1
                kind: Service
                metadata:
                  name: alone
                spec:
                  selector: {app: nobody}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                """).ok();
        awaitKnown("alone");

        assertThat(asked("services/http:alone:80/proxy/ready").refusal())
                .isEqualTo(
                        new Answer.Refusal(503, "ServiceUnavailable", "no endpoints available for service \"alone\""));
        assertThat(asked("services/alone:http/proxy/").refusal())
                .isEqualTo(
                        new Answer.Refusal(503, "ServiceUnavailable", "no endpoints available for service \"alone\""));
        assertThat(asked("services/alone:81/proxy/").refusal())
                .isEqualTo(new Answer.Refusal(
                        503, "ServiceUnavailable", "no service port 81 found for service \"alone\""));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(asked("services/nobody:80/proxy/").refusal())
                .isEqualTo(new Answer.Refusal(404, "NotFound", "services \"nobody\" not found"));
        assertThat(asked("pods/nobody/proxy/").refusal())
                .isEqualTo(new Answer.Refusal(404, "NotFound", "pods \"nobody\" not found"));
    }

    /** A server hands on what its own cache of Services has. */
    private void awaitKnown(String service) {
        for (int i = 0; i < 30 && asked("services/" + service + ":80/proxy/").code() == 404; i++) {
            scratch.letAMomentPass();
        }
    }

    private Answer asked(String path) {
        return scratch.api().get("/api/v1/namespaces/" + scratch.namespace() + "/" + path);
    }
}
