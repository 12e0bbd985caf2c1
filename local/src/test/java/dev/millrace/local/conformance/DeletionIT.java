package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Objects go when nothing holds them, and what they own goes with them. */
@Conformance
class DeletionIT {
    private final Scratch scratch;
    private final Resource configMaps;

    DeletionIT(Scratch scratch) {
        this.scratch = scratch;
        this.configMaps = scratch.in("configmaps");
    }

    @Test
    void tellsOfTheObjectThatIsGone() {
        String uid = create("plain", "").at("/metadata/uid").asText();

        JsonNode deleted = configMaps.delete("plain").ok();

        assertThat(deleted)
                .isEqualTo(Api.yaml(
                        "{kind: Status, apiVersion: v1, metadata: {}, status: Success, details: {name: plain, kind: configmaps, uid: %s}}"
                                .formatted(uid)));
    }

    @Test
    void finalizersHoldAnObject() {
        create("held", "finalizers: [a.example/one]");

        JsonNode going = configMaps.delete("held").ok();
        assertThat(going.at("/metadata/deletionTimestamp").asText()).isNotEmpty();
        assertThat(going.at("/metadata/deletionGracePeriodSeconds").asInt()).isZero();

        assertThat(merge("held", "{metadata: {labels: {still: there}}}").code()).isEqualTo(200);
        assertThat(merge("held", "{metadata: {finalizers: [a.example/one, a.example/two]}}")
                        .refusal())
                .isEqualTo(new Refusal(
                        422,
                        "Invalid",
                        "ConfigMap \"held\" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the"
                                + " object is being deleted, found new finalizers []string{\"a.example/two\"}"));
        assertThat(merge("held", "{metadata: {finalizers: null}}").code()).isEqualTo(200);
        assertThat(configMaps.get("held").code()).isEqualTo(404);
    }

    @Test
    void preconditionsHaveToHold() {
        String uid = create("guarded", "").at("/metadata/uid").asText();

        assertThat(configMaps
                        .deleteWith("guarded", "{preconditions: {uid: other}}")
                        .refusal())
                .isEqualTo(new Refusal(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on ConfigMap \"guarded\": the UID in the precondition (other) does not"
                                + " match the UID in record (" + uid
                                + "). The object might have been deleted and then recreated"));
        assertThat(configMaps
                        .deleteWith("guarded", "{preconditions: {resourceVersion: '1'}}")
                        .code())
                .isEqualTo(409);
        assertThat(configMaps
                        .deleteWith("guarded", "{propagationPolicy: Sideways}")
                        .refusal()
                        .message())
                .isEqualTo(
                        "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Sideways\":"
                                + " supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        assertThat(configMaps
                        .deleteWith("guarded", "{preconditions: {uid: %s}}".formatted(uid))
                        .code())
                .isEqualTo(200);
    }

    @Test
    void aDryRunDeletesNothing() {
        create("dry", "");

        assertThat(configMaps.deleteWith("dry", "{dryRun: [All]}").code()).isEqualTo(200);
        assertThat(configMaps.get("dry").code()).isEqualTo(200);
    }

    @Test
    void whatIsOwnedGoesLater() {
        String owner = create("background", "").at("/metadata/uid").asText();
        create("background-owned", owned("background", owner, ""));

        configMaps.deleteWith("background", "{propagationPolicy: Background}").ok();

        configMaps.awaitGone("background-owned");
    }

    @Test
    void whatIsOwnedGoesFirst() {
        String owner = create("foreground", "").at("/metadata/uid").asText();
        create(
                "foreground-owned",
                owned("foreground", owner, ", blockOwnerDeletion: true") + ", finalizers: [a.example/hold]");

        JsonNode going = configMaps
                .deleteWith("foreground", "{propagationPolicy: Foreground}")
                .ok();
        assertThat(going.at("/metadata/finalizers")).isEqualTo(Api.yaml("[foregroundDeletion]"));
        configMaps.await("foreground-owned", owned -> owned.at("/metadata").has("deletionTimestamp"));
        assertThat(configMaps.get("foreground").code()).isEqualTo(200);
        merge("foreground-owned", "{metadata: {finalizers: null}}").ok();

        configMaps.awaitGone("foreground");
    }

    @Test
    void whatIsOrphanedStays() {
        String owner = create("orphaning", "").at("/metadata/uid").asText();
        create("orphan", owned("orphaning", owner, ""));

        configMaps.deleteWith("orphaning", "{propagationPolicy: Orphan}").ok();

        configMaps.awaitGone("orphaning");
        assertThat(configMaps.get("orphan").ok().path("metadata").has("ownerReferences"))
                .isFalse();
    }

    @Test
    void aMissingOwnerIsAsGoodAsDeleted() {
        create("fatherless", owned("never-there", "11111111-2222-3333-4444-555555555555", ""));

        configMaps.awaitGone("fatherless");
    }

    @Test
    void manyGoAtOnce() {
        create("many-1", "labels: {many: x}");
        create("many-2", "labels: {many: x}");
        create("many-3", "labels: {many: z}");

        JsonNode gone = configMaps.deleteAll("?labelSelector=many%3Dx").ok();

        assertThat(gone.path("kind").asText()).isEqualTo("ConfigMapList");
        assertThat(gone.path("items").valueStream().map(item -> item.at("/metadata/name")
                        .asText()))
                .containsExactly("many-1", "many-2");
        assertThat(configMaps.get("many-1").code()).isEqualTo(404);
        assertThat(configMaps.get("many-3").code()).isEqualTo(200);
    }

    @Test
    void aNamespaceGoesWithAllThatIsInIt() {
        Resource namespaces = scratch.all("namespaces");
        String name = namespaces
                .create("{apiVersion: v1, kind: Namespace, metadata: {generateName: conformance-going-}}")
                .ok()
                .at("/metadata/name")
                .asText();
        Resource inside = scratch.in(name, "configmaps");
        inside.create("{metadata: {name: held, finalizers: [a.example/hold]}}").ok();

        assertThat(namespaces.delete(name).ok().at("/status/phase").asText()).isEqualTo("Terminating");
        assertThat(inside.create("{metadata: {name: late}}").refusal())
                .isEqualTo(new Refusal(
                        403,
                        "Forbidden",
                        "configmaps \"late\" is forbidden: unable to create new content in namespace " + name
                                + " because it is being terminated"));
        inside.await("held", held -> held.path("metadata").has("deletionTimestamp"));
        inside.patch("held", Resource.MERGE_PATCH, "{metadata: {finalizers: null}}")
                .ok();

        namespaces.awaitGone(name);
    }

    private Answer merge(String name, String patch) {
        return configMaps.patch(name, Resource.MERGE_PATCH, patch);
    }

    private static String owned(String owner, String uid, String more) {
        return "ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: %s, uid: %s%s}]".formatted(owner, uid, more);
    }

    private JsonNode create(String name, String metadata) {
        return configMaps
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, %s}}".formatted(name, metadata))
                .ok();
    }
}
