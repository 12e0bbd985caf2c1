package dev.millrace.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;

/**
 * All that people of a namespace see beside its Secrets: objects, events and logs, also the operator's.
 *
 * @param text of all of it
 */
record Exposure(String text) {
    private static final String KINDS =
            "datasetversions,trainingruns,modeldeployments,events,configmaps,jobs,pods,networkpolicies,deployments,replicasets";

    static Exposure of(Kubectl kubectl) {
        StringBuilder text = new StringBuilder(kubectl.run("get", KINDS, "-o", "yaml"));
        for (String pod : kubectl.run("get", "pods", "-o", "name").lines().toList()) {
            text.append(kubectl.run("logs", pod, "--tail=-1"));
        }
        text.append(new Kubectl("millrace-system").run("logs", "deployment/millrace-operator", "--tail=-1"));
        return new Exposure(text.toString());
    }

    void doesNotContainSecret(String secret) {
        assertThat(text)
                .contains("kind: Pod")
                .doesNotContain(secret)
                .doesNotContain(Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)));
    }
}
