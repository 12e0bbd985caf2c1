package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-side apply: several managers, each with fields of its own. */
@Conformance
class ApplyIT {
    private final Gadgets kind;
    private final Resource gadgets;

    ApplyIT(Gadgets kind) {
        this.kind = kind;
        this.gadgets = kind.objects();
    }

    @Test
    void createsWhatIsNotThere() {
        Answer answer = apply("created", "one", "{size: 5}");

        assertThat(answer.code()).isEqualTo(201);
        ObjectNode entry = answer.body().at("/metadata/managedFields/0").deepCopy();
        entry.remove("time");
        assertThat(entry)
                .isEqualTo(Api.yaml(
                        "{manager: one, operation: Apply, apiVersion: %s, fieldsType: FieldsV1, fieldsV1: {'f:spec': {'f:size': {}}}}"
                                .formatted(kind.apiVersion())));
    }

    @Test
    void ofTwoThatCreateAtOnceTheSlowerOneChanges() {
        for (int i = 0; i < 10; i++) {
            String name = "at-once-" + i;
            CompletableFuture<Answer> one = CompletableFuture.supplyAsync(() -> apply(name, "one", "{size: 5}"));
            Answer two = apply(name, "two", "{size: 5, labels: {k: v}}");

            assertThat(List.of(one.join().code(), two.code())).containsExactlyInAnyOrder(200, 201);
            assertThat(gadgets.get(name).ok().at("/metadata/managedFields")).hasSize(2);
        }
    }

    @Test
    void theSameAgainChangesNothing() {
        String spec = "{size: 5, parts: [{name: a, mode: m}], tags: [t], pair: {x: x}, labels: {k: v}}";
        JsonNode first = apply("again", "one", spec).ok();

        JsonNode second = apply("again", "one", spec).ok();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void anothersFieldIsAConflict() {
        apply("conflict", "one", "{size: 5, pair: {x: x}, parts: [{name: a, mode: m}]}")
                .ok();

        assertThat(apply("conflict", "two", "{size: 7}").refusal())
                .isEqualTo(new Refusal(
                        409, "Conflict", "Apply failed with 1 conflict: conflict with \"one\": .spec.size"));
        Answer several = apply("conflict", "two", "{size: 7, pair: {z: x}, parts: [{name: a, mode: o}]}");
        assertThat(several.refusal().message())
                .isEqualTo("Apply failed with 3 conflicts: conflicts with \"one\":\n- .spec.pair\n- .spec.size\n"
                        + "- .spec.parts[name=\"a\"].mode");
        assertThat(several.body().at("/details/causes/0"))
                .isEqualTo(Api.yaml(
                        "{reason: FieldManagerConflict, message: 'conflict with \"one\"', field: .spec.pair}"));
    }

    @Test
    void aWriteOfAnotherSortIsAConflictToo() {
        apply("written", "one", "{size: 5}").ok();
        gadgets.patch("written?fieldManager=editor", Resource.MERGE_PATCH, "{spec: {size: 6}}")
                .ok();

        assertThat(apply("written", "one", "{size: 5}").refusal().message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"editor\" using " + kind.apiVersion()
                        + ": .spec.size");
    }

    @Test
    void theSameValueIsShared() {
        apply("shared", "one", "{size: 5}").ok();

        assertThat(apply("shared", "two", "{size: 5}").code()).isEqualTo(200);
        assertThat(managers("shared")).isEqualTo("one two");
    }

    @Test
    void forceTakesFields() {
        apply("forced", "one", "{size: 5, max: 20, parts: [{name: a, mode: m}, {name: b}], tags: [t]}")
                .ok();

        JsonNode forced = apply(
                        "forced",
                        "two&force=true",
                        "{size: 7, parts: [{name: a, mode: o}, {name: c, count: 5}], tags: [u]}")
                .ok();

        assertThat(forced.path("spec"))
                .isEqualTo(Api.yaml("{size: 7, max: 20, flag: true, deep: {level: 3}, tags: [t, u],"
                        + " parts: [{name: a, mode: o, count: 1}, {name: b, count: 1}, {name: c, count: 5}]}"));
        assertThat(apply("forced", "one", "{size: 5}").refusal().message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"two\": .spec.size");
    }

    @Test
    void whatIsNotNamedAnyMoreGoes() {
        apply("given-up", "one", "{size: 5, name: abc, parts: [{name: a}, {name: b}], labels: {k: v, l: w}}")
                .ok();
        apply("given-up", "two", "{size: 5, parts: [{name: b}]}").ok();

        JsonNode left = apply("given-up", "one", "{size: 5, labels: {l: w}}").ok();

        assertThat(left.path("spec"))
                .isEqualTo(
                        Api.yaml(
                                "{size: 5, max: 50, flag: true, deep: {level: 3}, parts: [{name: b, count: 1}], labels: {l: w}}"));
    }

    @Test
    void aDryRunWritesNothing() {
        JsonNode before = apply("dry", "one", "{size: 5}").ok();

        assertThat(apply("dry", "one&dryRun=All", "{size: 6}")
                        .ok()
                        .at("/spec/size")
                        .asInt())
                .isEqualTo(6);
        assertThat(gadgets.get("dry").ok()).isEqualTo(before);
    }

    @Test
    void statusHasManagersOfItsOwn() {
        apply("reported", "one", "{size: 5}").ok();
        gadgets.patch(
                        "reported/status?fieldManager=reporter",
                        Resource.MERGE_PATCH,
                        "{status: {conditions: [{type: Ready, status: 'True'}]}}")
                .ok();

        String status = """
                apiVersion: %s
                kind: Gadget
                metadata: {name: reported}
                status: {conditions: [{type: Other, status: 'False'}]}
                """.formatted(kind.apiVersion());
        JsonNode applied = gadgets.apply("reported/status", "other", status).ok();

        assertThat(applied.at("/status/conditions"))
                .isEqualTo(Api.yaml("[{type: Ready, status: 'True'}, {type: Other, status: 'False'}]"));
        assertThat(applied.at("/metadata/managedFields").findValuesAsText("subresource"))
                .containsExactly("status", "status");
        assertThat(gadgets.apply("reported/status", "other", status).ok()).isEqualTo(applied);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {size: 5, foo: 1}                          | .spec.foo: field not declared in schema
                    {size: x}                                  | .spec.size: expected numeric (int or float), got string
                    {size: 5, parts: x}                        | .spec.parts: expected list, got &{x}
                    {size: 5, parts: [{name: a}, {name: a}]}   | .spec.parts: duplicate entries for key [name="a"]
                    {size: 5, parts: [{count: 1}]}             | .spec.parts: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn't have default values for any key fields)
                    {size: 5, parts: [a]}                      | .spec.parts: element 0: associative list with keys may not have non-map elements
                    {size: 5, tags: [a, a]}                    | .spec.tags: duplicate entries for key [="a"]
                    {size: 5, labels: {a: 1}}                  | .spec.labels.a: expected string, got &value.valueUnstructured{Value:1}
                    """)
    void whatCannotBeLaidOverIsRefused(String spec, String why) {
        assertThat(apply("untyped", "one", spec).refusal())
                .isEqualTo(new Refusal(
                        500,
                        "",
                        "failed to create typed patch object (/untyped; " + kind.apiVersion() + ", Kind=Gadget): "
                                + why));
    }

    @Test
    void whatIsLaidOverHasToBeValid() {
        apply("invalid", "one", "{size: 5}").ok();

        assertThat(apply("invalid", "one", "{size: 0}").refusal().code()).isEqualTo(422);
    }

    @Test
    void aConfigurationIsOfTheKindOfThePath() {
        assertThat(gadgets.apply("any", "one", "{spec: {size: 5}}").refusal())
                .isEqualTo(new Refusal(400, "BadRequest", "invalid object type: /, Kind="));
    }

    @Test
    void somebodyHasToApply() {
        assertThat(gadgets.patch("any", Resource.APPLY, kind.gadget("any", "{size: 5}"))
                        .refusal())
                .isEqualTo(
                        new Refusal(
                                422,
                                "Invalid",
                                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"));
    }

    @Test
    void nobodyAppliesManagedFields() {
        String object =
                kind.gadget("any", "{size: 5}").replace("name: any", "name: any, managedFields: [{manager: x}]");

        assertThat(gadgets.apply("any", "one", object).refusal())
                .isEqualTo(new Refusal(400, "BadRequest", "metadata.managedFields must be nil"));
    }

    private Answer apply(String name, String manager, String spec) {
        return gadgets.apply(name, manager, kind.gadget(name, spec));
    }

    private String managers(String name) {
        return String.join(
                " ",
                gadgets.get(name)
                        .ok()
                        .at("/metadata/managedFields")
                        .valueStream()
                        .map(entry -> entry.path("manager").asText())
                        .sorted()
                        .toList());
    }
}
