package dev.millrace.api.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.schema.Definitions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Argo CD's health scripts, run as Argo CD runs them: the object is the global {@code obj}, the answer has status and message. */
class ArgoHealthTest {
    private static final String PREFIX = "resource.customizations.health.";
    private static final Map<String, String> SCRIPTS = scripts();

    private static Stream<String> kinds() {
        return Definitions.KINDS.stream().map(HasMetadata::getKind);
    }

    @Test
    void everyKindHasAScript() {
        assertThat(SCRIPTS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        kinds().map(kind -> PREFIX + "millrace.dev_" + kind).toList());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anObjectThatNobodySawIsProgressing(String kind) {
        assertThat(health(kind, "metadata: {generation: 1}")).isEqualTo("Progressing: waiting for the operator");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStatusOfAnOlderSpecSaysNothing(String kind) {
        assertThat(health(kind, """
                metadata: {generation: 2}
                status: {observedGeneration: 1, conditions: [{type: Ready, status: "True", message: fine}]}
                """)).isEqualTo("Progressing: waiting for the operator");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsReadyIsHealthy(String kind) {
        assertThat(health(kind, """
                metadata: {generation: 1}
                status:
                  observedGeneration: 1
                  conditions: [{type: Finished, status: "True", message: x}, {type: Ready, status: "True", message: fine}]
                """)).isEqualTo("Healthy: fine");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsStalledIsDegradedAndSaysWhy(String kind) {
        assertThat(health(kind, """
                metadata: {generation: 1}
                status:
                  observedGeneration: 1
                  phase: Failed
                  conditions:
                    - {type: Ready, status: "False", message: "the tests failed"}
                    - {type: Stalled, status: "True", message: "test bedrooms failed: -8 in row 3"}
                """)).isEqualTo("Degraded: test bedrooms failed: -8 in row 3");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatWaitsIsProgressingAndSaysForWhat(String kind) {
        assertThat(health(kind, """
                metadata: {generation: 3}
                status:
                  observedGeneration: 3
                  conditions:
                    - {type: Ready, status: "False", message: "waiting for a node with nvidia.com/gpu"}
                    - {type: Reconciling, status: "True", message: "waiting"}
                """)).isEqualTo("Progressing: waiting for a node with nvidia.com/gpu");
    }

    @ParameterizedTest
    @CsvSource({
        "TrainingRun, Suspended, Suspended",
        "Pipeline, Suspended, Suspended",
        "DatasetVersion, Failed, Degraded",
        "TrainingRun, Failed, Degraded",
        "ModelDeployment, Failed, Degraded",
        "ModelDeployment, Degraded, Degraded",
        "Pipeline, Failed, Degraded",
        "ModelDeployment, RollingOut, Progressing",
        "TrainingRun, Running, Progressing",
    })
    void aPhaseThatIsNotReadyCounts(String kind, String phase, String expected) {
        assertThat(health(kind, """
                metadata: {generation: 1}
                status:
                  observedGeneration: 1
                  phase: %s
                  message: as it is
                  conditions: [{type: Ready, status: "False", message: as it is}]
                """.formatted(phase))).isEqualTo(expected + ": as it is");
    }

    private static String health(String kind, String object) {
        Globals globals = JsePlatform.standardGlobals();
        globals.set("obj", lua(Serialization.unmarshal(object, Map.class)));
        LuaValue answer =
                globals.load(SCRIPTS.get(PREFIX + "millrace.dev_" + kind), kind).call();
        return answer.get("status").checkjstring() + ": "
                + answer.get("message").checkjstring();
    }

    private static LuaValue lua(Object value) {
        LuaTable table = new LuaTable();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> table.set((String) key, lua(inner)));
            return table;
        }
        if (value instanceof List<?> list) {
            list.forEach(inner -> table.set(table.length() + 1, lua(inner)));
            return table;
        }
        return value instanceof Number number
                ? LuaValue.valueOf(number.doubleValue())
                : LuaValue.valueOf((String) value);
    }

    private static Map<String, String> scripts() {
        try {
            return Serialization.unmarshal(Files.readString(Path.of("../config/argocd/health.yaml")), ConfigMap.class)
                    .getData();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
