package dev.millrace.api.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.admission.AdmissionTable.Case;
import dev.millrace.api.schema.Definitions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API server accepts good objects, fills in the defaults, and refuses bad ones with the path and the message that we mean. */
class AdmissionTest {
    @RegisterExtension
    private static final ScratchGroup GROUP = new ScratchGroup();

    @TestFactory
    Stream<DynamicNode> admission() {
        return Definitions.KINDS.stream()
                .map(AdmissionTable::of)
                .map(table -> dynamicContainer(table.kind(), tests(table)));
    }

    private Stream<DynamicNode> tests(AdmissionTable table) {
        Stream<DynamicNode> defaults = Stream.of(dynamicTest("fills in the defaults", () -> fillsInDefaults(table)));
        Stream<DynamicNode> accepted = table.accepted().stream()
                .map(example ->
                        dynamicTest("accepts " + example.what(), () -> assertThatCode(() -> create(table, example))
                                .doesNotThrowAnyException()));
        Stream<DynamicNode> refused = table.refused().stream()
                .map(example -> dynamicTest(
                        "refuses " + example.what(), () -> assertRefused(example, () -> create(table, example))));
        Stream<DynamicNode> changes = table.changes().stream()
                .map(example -> dynamicTest("decides on a change: " + example.what(), () -> change(table, example)));
        return Stream.of(defaults, accepted, refused, changes).flatMap(tests -> tests);
    }

    private void fillsInDefaults(AdmissionTable table) {
        GenericKubernetesResource created = GROUP.object(table.kind(), "good", object(table.good()))
                .dryRun()
                .fieldValidation(Validation.STRICT)
                .create();

        JsonNode spec = new ObjectMapper().valueToTree(created.get("spec"));
        assertThat(spec).isEqualTo(inLists(table.spec(table.defaults())));
    }

    private void create(AdmissionTable table, Case example) {
        ObjectNode object = object(table.spec(example.with()));
        if (example.without() != null) {
            object.remove(example.without());
        }
        String name = example.name() == null ? "example" : example.name();
        GROUP.object(table.kind(), name, object)
                .dryRun()
                .fieldValidation(Validation.STRICT)
                .create();
    }

    private void change(AdmissionTable table, Case example) {
        String name = "x" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
        GROUP.object(table.kind(), name, object(table.spec(example.of()))).create();
        ThrowingCallable change =
                () -> GROUP.object(table.kind(), name, object(table.spec(example.of(), example.with())))
                        .fieldValidation(Validation.STRICT)
                        .update();
        if (example.message() == null) {
            assertThatCode(change).doesNotThrowAnyException();
        } else {
            assertRefused(example, change);
        }
    }

    private static void assertRefused(Case example, ThrowingCallable request) {
        assertThatThrownBy(request)
                .extracting(thrown ->
                        thrown.getMessage().replace("\"object\": ", "").replace("\"array\": ", ""))
                .asString()
                .contains(example.message());
    }

    private static ObjectNode object(ObjectNode spec) {
        return JsonNodeFactory.instance.objectNode().set("spec", spec);
    }

    /** With the defaults of what is in lists. */
    private static ObjectNode inLists(ObjectNode spec) {
        fillIn(spec, "columns", "role", "feature");
        fillIn(spec, "tests", "severity", "Fail");
        return spec;
    }

    private static void fillIn(ObjectNode spec, String list, String field, String value) {
        spec.findParents(list).stream()
                .flatMap(parent -> Stream.of(parent.get(list)).filter(JsonNode::isArray))
                .flatMap(JsonNode::valueStream)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .filter(element -> !element.has(field))
                .forEach(element -> element.put(field, value));
    }
}
