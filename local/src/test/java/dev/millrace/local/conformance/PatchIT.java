package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Objects are changed in parts. */
@Conformance
class PatchIT {
    private final Resource configMaps;
    private final Resource deployments;
    private final Gadgets kind;

    PatchIT(Scratch scratch, Gadgets kind) {
        this.configMaps = scratch.in("configmaps");
        this.deployments = scratch.in("apps/v1/deployments");
        this.kind = kind;
    }

    @Test
    void aMergePatchSetsAndTakesAway() {
        create("merged", "{a: x, b: x}");

        JsonNode patched = configMaps
                .patch("merged", Resource.MERGE_PATCH, "{data: {a: null, c: x}, metadata: {labels: {l: x}}}")
                .ok();

        assertThat(patched.path("data")).isEqualTo(Api.yaml("{b: x, c: x}"));
        assertThat(patched.at("/metadata/labels")).isEqualTo(Api.yaml("{l: x}"));
    }

    @Test
    void aPatchThatChangesNothingIsNoNewVersion() {
        JsonNode created = create("unchanged", "{a: x}");

        assertThat(configMaps
                        .patch("unchanged", Resource.MERGE_PATCH, "{data: {a: x}}")
                        .ok())
                .isEqualTo(created);
        assertThat(configMaps.patch("unchanged", Resource.STRATEGIC_PATCH, "{}").ok())
                .isEqualTo(created);
    }

    @Test
    void aPatchOfAnOldVersionIsRefused() {
        create("old", "{a: x}");

        Refusal refusal = configMaps
                .patch("old", Resource.MERGE_PATCH, "{metadata: {resourceVersion: '1'}, data: {a: z}}")
                .refusal();

        assertThat(refusal.code()).isEqualTo(409);
    }

    @Test
    void aDryRunLeavesAllAsItWas() {
        JsonNode created = create("dry", "{a: x}");

        JsonNode patched = configMaps
                .patch("dry?dryRun=All", Resource.MERGE_PATCH, "{data: {a: z}}")
                .ok();

        assertThat(patched.at("/data/a").asText()).isEqualTo("z");
        assertThat(configMaps.get("dry").ok()).isEqualTo(created);
    }

    @Test
    void aJsonPatchIsDoneInItsOrder() {
        create("ordered", "{a: x}");

        JsonNode patched = configMaps.patch("ordered", Resource.JSON_PATCH, """
                        - {op: test, path: /data/a, value: x}
                        - {op: add, path: /data/b, value: z}
                        - {op: copy, from: /data/b, path: /data/c}
                        - {op: move, from: /data/a, path: /data/d}
                        - {op: replace, path: /data/b, value: q}
                        - {op: replace, path: /data/new, value: r}
                        """).ok();

        assertThat(patched.path("data")).isEqualTo(Api.yaml("{b: q, c: z, d: x, new: r}"));
    }

    @Test
    void aJsonPatchThatCannotBeDoneIsRefused() {
        JsonNode created = create("refused", "{a: x}");
        Refusal cannot = new Refusal(422, "Invalid", "the server rejected our request due to an error in our request");

        assertThat(json("refused", "[{op: test, path: /data/a, value: other}]").refusal())
                .isEqualTo(cannot);
        assertThat(json("refused", "[{op: remove, path: /data/none}]").refusal())
                .isEqualTo(cannot);
        assertThat(json("refused", "[{op: fly, path: /data/a}]").refusal()).isEqualTo(cannot);
        assertThat(json("refused", "{op: add}").refusal())
                .isEqualTo(
                        new Refusal(
                                400,
                                "BadRequest",
                                "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp"));
        assertThat(configMaps.get("refused").ok()).isEqualTo(created);
    }

    @Test
    void aStrategicPatchKnowsItemsByTheirKeys() {
        deployments.create("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: strategic}
                        spec:
                          replicas: 0
                          selector: {matchLabels: {app: strategic}}
                          template:
                            metadata: {labels: {app: strategic}}
                            spec:
                              containers:
                                - {name: one, image: 'x:1', env: [{name: A, value: a}, {name: B, value: b}]}
                                - {name: two, image: 'x:1'}
                        """).ok();

        JsonNode patched =
                deployments.patch("strategic", Resource.STRATEGIC_PATCH, """
                        spec:
                          template:
                            spec:
                              containers:
                                - {name: one, image: 'x:2', env: [{name: A, $patch: delete}, {name: C, value: c}]}
                                - {name: two, $patch: delete}
                        """).ok();

        JsonNode containers = patched.at("/spec/template/spec/containers");
        assertThat(containers.findValuesAsText("image")).containsExactly("x:2");
        assertThat(containers.at("/0/env")).isEqualTo(Api.yaml("[{name: C, value: c}, {name: B, value: b}]"));
    }

    @Test
    void unknownFieldsAreToldOf() {
        kind.objects().create(kind.gadget("told", "{size: 5}")).ok();

        Answer answer = kind.objects().patch("told", Resource.MERGE_PATCH, "{spec: {foo: 1}}");

        assertThat(answer.warnings()).containsExactly("unknown field \\\"spec.foo\\\"");
        assertThat(answer.ok().at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void onlyAnApplyIsForced() {
        create("forced", "{a: x}");

        assertThat(configMaps
                        .patch("forced?force=true", Resource.MERGE_PATCH, "{}")
                        .refusal())
                .isEqualTo(
                        new Refusal(
                                422,
                                "Invalid",
                                "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch"));
    }

    @Test
    void thePatchTypeHasToBeKnown() {
        assertThat(configMaps.patch("any", "application/json", "{}").code()).isEqualTo(415);
    }

    private Answer json(String name, String patch) {
        return configMaps.patch(name, Resource.JSON_PATCH, patch);
    }

    private JsonNode create(String name, String data) {
        return configMaps
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: %s}".formatted(name, data))
                .ok();
    }
}
