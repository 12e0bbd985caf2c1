package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Objects are replaced by those who saw their latest version. */
@Conformance
class UpdateIT {
    private final Resource configMaps;

    UpdateIT(Scratch scratch) {
        this.configMaps = scratch.in("configmaps");
    }

    @Test
    void anOldVersionIsRefused() {
        ObjectNode first = create("old");
        configMaps.patch("old", Resource.MERGE_PATCH, "data: {a: changed}").ok();

        Refusal refusal = configMaps.update("old", first).refusal();

        assertThat(refusal)
                .isEqualTo(new Refusal(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on configmaps \"old\": the object has been modified;"
                                + " please apply your changes to the latest version and try again"));
    }

    @Test
    void withoutAVersionTheLastOneWins() {
        ObjectNode object = create("blind");
        object.withObject("/metadata").remove("resourceVersion");
        object.withObject("/data").put("a", "second");

        JsonNode updated = configMaps.update("blind", object).ok();

        assertThat(updated.at("/data/a").asText()).isEqualTo("second");
    }

    @Test
    void whatChangesNothingHasNoNewVersion() {
        ObjectNode object = create("same");

        JsonNode updated = configMaps.update("same", object).ok();

        assertThat(updated).isEqualTo(object);
    }

    @Test
    void anotherUidIsAnotherObject() {
        ObjectNode object = create("twin");
        String uid = object.at("/metadata/uid").asText();
        object.withObject("/metadata").put("uid", "11111111-1111-1111-1111-111111111111");

        Refusal refusal = configMaps.update("twin", object).refusal();

        assertThat(refusal.code()).isEqualTo(409);
        assertThat(refusal.message())
                .startsWith("Operation cannot be fulfilled on configmaps \"twin\": ")
                .endsWith("UID in precondition: 11111111-1111-1111-1111-111111111111, UID in object meta: " + uid);
    }

    @Test
    void whatIsThereIsNotCreatedAgain() {
        create("there");

        Refusal refusal = configMaps
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: there}}")
                .refusal();

        assertThat(refusal).isEqualTo(new Refusal(409, "AlreadyExists", "configmaps \"there\" already exists"));
    }

    private ObjectNode create(String name) {
        return (ObjectNode) configMaps
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {a: first}}".formatted(name))
                .ok();
    }
}
