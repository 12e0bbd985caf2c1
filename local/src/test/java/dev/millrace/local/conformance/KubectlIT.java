package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Kubectl;
import org.junit.jupiter.api.Test;

/** A person's kubectl changes objects. */
@Conformance
class KubectlIT {
    private final Kubectl kubectl;

    KubectlIT(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    @Test
    void applyTellsWhatItDid() {
        String before = """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: applied
                data:
                  a: x
                """;

        assertThat(apply(before)).isEqualTo("configmap/applied created\n");
        assertThat(apply(before)).isEqualTo("configmap/applied unchanged\n");
        assertThat(apply(before.replace("a: x", "a: z"))).isEqualTo("configmap/applied configured\n");
    }

    private String apply(String yaml) {
        return kubectl.runWithInput(yaml, "apply", "-f", "-");
    }
}
