package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Resource;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Objects of a CRD are what its schema and its rules say. */
@Conformance
class DefinitionIT {
    private static final String STRICT = "?fieldValidation=Strict&dryRun=All";
    private static final String UNCHECKED =
            "<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the"
                    + " existing errors to complete validation";

    private final Gadgets kind;
    private final Resource gadgets;

    DefinitionIT(Gadgets kind) {
        this.kind = kind;
        this.gadgets = kind.objects();
    }

    @Test
    void isEstablishedWithItsNames() {
        JsonNode status = kind.definitions().get(kind.definition()).ok().path("status");

        assertThat(status.path("acceptedNames"))
                .isEqualTo(Api.yaml(
                        "{categories: [%s], kind: Gadget, listKind: GadgetList, plural: gadgets, shortNames: [gd], singular: gadget}"
                                .formatted(kind.category())));
        assertThat(status.path("storedVersions")).isEqualTo(Api.yaml("[v1]"));
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return Api.yaml(kind.text("gadget-refusals.yaml"))
                .valueStream()
                .map(one -> dynamicTest(one.path("spec").toString(), () -> {
                    Refusal refusal = gadgets.createWith(
                                    STRICT,
                                    kind.gadget("refused", one.path("spec").toString()))
                            .refusal();

                    assertThat(refusal)
                            .isEqualTo(new Refusal(
                                    422,
                                    "Invalid",
                                    "Gadget." + kind.group() + " \"refused\" is invalid: "
                                            + one.path("says").asText().replace("UNCHECKED", UNCHECKED)));
                }));
    }

    /** In any order: Kubernetes goes through a map. */
    @Test
    void saysAllThatIsWrong() {
        Refusal refusal = gadgets.createWith(STRICT, kind.gadget("refused", "{size: 0, color: blue}"))
                .refusal();

        assertThat(refusal.message())
                .contains(
                        "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1",
                        "spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\"")
                .endsWith(", " + UNCHECKED + "]");
    }

    @Test
    void fillsInDefaults() {
        JsonNode created = gadgets.createWith(
                        STRICT, kind.gadget("defaults", "{size: 5, parts: [{name: a}], flag: null, maybe: null}"))
                .ok();

        assertThat(created.path("spec"))
                .isEqualTo(Api.yaml(
                        "{size: 5, max: 50, flag: true, maybe: null, parts: [{name: a, count: 1}], deep: {level: 3}}"));
    }

    @Test
    void refusesUnknownFieldsWhereAskedTo() {
        Refusal refusal = gadgets.createWith(STRICT, kind.gadget("unknown", "{size: 5, foo: 1, bar: {x: 1}}"))
                .refusal();

        assertThat(refusal)
                .isEqualTo(new Refusal(
                        400,
                        "BadRequest",
                        "Gadget in version \"v1\" cannot be handled as a Gadget: strict decoding error: unknown field"
                                + " \"spec.bar\", unknown field \"spec.foo\""));
    }

    @Test
    void leavesUnknownFieldsOutWithAWarning() {
        Answer answer =
                gadgets.createWith("?dryRun=All", kind.gadget("pruned", "{size: 5, foo: 1, free: {other: {x: 1}}}"));

        assertThat(answer.warnings()).containsExactly("unknown field \\\"spec.foo\\\"");
        assertThat(answer.ok().at("/spec"))
                .isEqualTo(Api.yaml("{size: 5, max: 50, flag: true, free: {other: {x: 1}}, deep: {level: 3}}"));
    }

    @Test
    void comparesWithWhatWasBefore() {
        gadgets.create(kind.gadget("changing", "{size: 5, color: red}")).ok();

        assertThat(gadgets.patch("changing", Resource.MERGE_PATCH, "{spec: {color: green}}")
                        .refusal())
                .isEqualTo(invalid("changing", "spec.color: Invalid value: \"string\": color is immutable"));
        assertThat(gadgets.patch("changing", Resource.MERGE_PATCH, "{spec: {color: null}}")
                        .refusal())
                .isEqualTo(invalid("changing", "spec: Invalid value: \"object\": color cannot be removed"));
        assertThat(gadgets.patch("changing", Resource.MERGE_PATCH, "{spec: {size: 6}}")
                        .ok()
                        .at("/spec/size"))
                .isEqualTo(Api.yaml("6"));
    }

    @Test
    void keepsSpecAndStatusApart() {
        JsonNode created = gadgets.create(
                        "{apiVersion: %s, kind: Gadget, metadata: {name: apart}, spec: {size: 5}, status: {phase: Early}}"
                                .formatted(kind.apiVersion()))
                .ok();
        assertThat(created.has("status")).isFalse();

        ObjectNode object = created.deepCopy();
        object.withObject("/spec").put("size", 9);
        object.withObject("/status").put("phase", "Late").put("foo", 1);
        JsonNode reported = gadgets.update("apart/status", object).ok();
        assertThat(reported.path("status")).isEqualTo(Api.yaml("{phase: Late}"));
        assertThat(reported.at("/spec/size").asInt()).isEqualTo(5);
        assertThat(reported.at("/metadata/generation").asInt()).isEqualTo(1);

        ObjectNode again = reported.deepCopy();
        again.withObject("/spec").put("size", 9);
        again.withObject("/status").put("phase", "Ignored");
        JsonNode updated = gadgets.update("apart", again).ok();
        assertThat(updated.at("/status/phase").asText()).isEqualTo("Late");
        assertThat(updated.at("/spec/size").asInt()).isEqualTo(9);
        assertThat(updated.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void isUpdatedWithItsVersionOnly() {
        JsonNode created = gadgets.create(kind.gadget("versioned", "{size: 5}")).ok();
        ObjectNode object = created.deepCopy();
        object.withObject("/metadata").remove("resourceVersion");

        assertThat(gadgets.update("versioned", object).refusal().message())
                .isEqualTo("gadgets." + kind.group()
                        + " \"versioned\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an"
                        + " update");
    }

    @Test
    void scales() {
        gadgets.create(kind.gadget("scaled", "{size: 5, replicas: 2}")).ok();
        gadgets.patch("scaled/status", Resource.MERGE_PATCH, "{status: {replicas: 1, selector: app=x}}")
                .ok();

        JsonNode scale = gadgets.get("scaled/scale").ok();
        assertThat(scale.path("spec")).isEqualTo(Api.yaml("{replicas: 2}"));
        assertThat(scale.path("status")).isEqualTo(Api.yaml("{replicas: 1, selector: app=x}"));

        gadgets.patch("scaled/scale", Resource.MERGE_PATCH, "{spec: {replicas: 3}}")
                .ok();
        JsonNode scaled = gadgets.get("scaled").ok();
        assertThat(scaled.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(scaled.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void isSelectedByTheFieldsThatItNames() {
        gadgets.create(kind.gadget("a-red-one", "{size: 5, color: red}")).ok();
        gadgets.create(kind.gadget("a-green-one", "{size: 5, color: green}")).ok();

        assertThat(gadgets.list("?fieldSelector=spec.color%3Dgreen").ok().findValuesAsText("name"))
                .containsExactly("a-green-one");
        assertThat(gadgets.list("?fieldSelector=spec.size%3D5").refusal())
                .isEqualTo(new Refusal(400, "BadRequest", "field label not supported: spec.size"));
    }

    @Test
    void refusesStrategicPatches() {
        assertThat(gadgets.patch("any", Resource.STRATEGIC_PATCH, "{}").code()).isEqualTo(415);
    }

    private Refusal invalid(String name, String why) {
        return new Refusal(422, "Invalid", "Gadget." + kind.group() + " \"" + name + "\" is invalid: " + why);
    }
}
