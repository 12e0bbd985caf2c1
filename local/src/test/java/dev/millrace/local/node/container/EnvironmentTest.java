package dev.millrace.local.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.node.config.ConfigMissingException;
import dev.millrace.local.node.config.ConfigSource;
import dev.millrace.local.node.config.Contents;
import dev.millrace.local.node.config.PodFacts;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final ConfigSource CONFIG = new ConfigSource() {
        @Override
        public Optional<ConfigMap> configMap(String namespace, String name) {
            return name.equals("settings")
                    ? Optional.of(new ConfigMapBuilder()
                            .withData(Map.of("colour", "blue"))
                            .build())
                    : Optional.empty();
        }

        @Override
        public Optional<Secret> secret(String namespace, String name) {
            return name.equals("access")
                    ? Optional.of(new SecretBuilder()
                            .withData(Map.of("token", "czNjcjN0"))
                            .build())
                    : Optional.empty();
        }
    };

    private static Map<String, String> variables(String env) throws ConfigMissingException {
        Pod pod = Serialization.unmarshal("""
                metadata: {name: p, namespace: team, uid: u-1, labels: {app: web}}
                spec:
                  nodeName: local
                  serviceAccountName: reader
                  containers:
                    - name: main
                      resources: {limits: {memory: 1Gi}, requests: {cpu: 1500m}}
                """ + env.indent(6), Pod.class);
        PodFacts facts = new PodFacts(pod, "127.20.0.1", "127.0.0.1", Map.of("cpu", new Quantity("4")));
        return new Environment(facts, new Contents(CONFIG, "team"))
                .of(pod.getSpec().getContainers().get(0), Map.of("FROM_IMAGE", "1", "COLOUR", "none"));
    }

    @Test
    void variablesComeFromEverywhereAndALaterOneWins() throws Exception {
        Map<String, String> variables = variables("""
                envFrom: [{prefix: CFG_, configMapRef: {name: settings}}, {secretRef: {name: nowhere, optional: true}}]
                env:
                  - {name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}
                  - {name: TOKEN, valueFrom: {secretKeyRef: {name: access, key: token}}}
                  - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                  - {name: ADDRESS, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                  - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                  - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu}}}
                  - {name: CPUS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
                  - {name: TEXT, value: "$(COLOUR) $(NAME) $$(NAME) $(UNKNOWN)"}
                """);

        assertThat(variables)
                .containsOnly(
                        Map.entry("FROM_IMAGE", "1"),
                        Map.entry("CFG_colour", "blue"),
                        Map.entry("COLOUR", "blue"),
                        Map.entry("TOKEN", "s3cr3t"),
                        Map.entry("NAME", "p"),
                        Map.entry("APP", "web"),
                        Map.entry("ADDRESS", "127.20.0.1"),
                        Map.entry("MEMORY", "1024"),
                        Map.entry("CPU", "2"),
                        Map.entry("CPUS", "4"),
                        Map.entry("TEXT", "blue p $(NAME) $(UNKNOWN)"));
    }

    @Test
    void whatIsMissingIsNamedAsAKubeletDoes() {
        assertThatThrownBy(() -> variables("env: [{name: X, valueFrom: {configMapKeyRef: {name: nope, key: k}}}]"))
                .isInstanceOf(ConfigMissingException.class)
                .hasMessage("configmap \"nope\" not found");
        assertThatThrownBy(() -> variables("env: [{name: X, valueFrom: {secretKeyRef: {name: access, key: k}}}]"))
                .isInstanceOf(ConfigMissingException.class)
                .hasMessage("couldn't find key k in Secret team/access");
    }

    @Test
    void anOptionalKeyThatIsMissingGivesNoVariable() throws Exception {
        assertThat(variables("env: [{name: X, valueFrom: {configMapKeyRef: {name: nope, key: k, optional: true}}}]"))
                .doesNotContainKey("X");
    }
}
