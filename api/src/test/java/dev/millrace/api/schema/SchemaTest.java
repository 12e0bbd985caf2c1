package dev.millrace.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceSubresourceScale;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of every field of every kind. */
class SchemaTest {
    private static final List<CustomResourceDefinition> DEFINITIONS = Definitions.all();

    private static List<CustomResourceDefinition> definitions() {
        return DEFINITIONS;
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyFieldIsDescribed(CustomResourceDefinition definition) {
        assertThat(fields(
                        root(definition),
                        field -> field.getDescription() == null
                                || !field.getDescription().endsWith(".")))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyListIsBoundedAndSaysHowItMerges(CustomResourceDefinition definition) {
        assertThat(fields(root(definition), field -> field.getItems() != null && field.getMaxItems() == null))
                .isEmpty();
        assertThat(fields(
                        root(definition), field -> field.getItems() != null && field.getXKubernetesListType() == null))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyMapInASpecIsBounded(CustomResourceDefinition definition) {
        assertThat(fields(
                        spec(definition),
                        field -> field.getAdditionalProperties() != null && field.getMaxProperties() == null))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyTextInASpecIsBounded(CustomResourceDefinition definition) {
        assertThat(fields(
                        spec(definition),
                        field -> "string".equals(field.getType())
                                && field.getMaxLength() == null
                                && field.getEnum().isEmpty()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void nothingUnknownIsKept(CustomResourceDefinition definition) {
        assertThat(fields(root(definition), field -> field.getXKubernetesPreserveUnknownFields() != null))
                .isEmpty();
        assertThat(fields(
                        root(definition),
                        field -> field.getType() == null && field.getXKubernetesIntOrString() == null))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void everyRuleSaysWhatWouldBeRight(CustomResourceDefinition definition) {
        assertThat(fields(root(definition), field -> field.getXKubernetesValidations().stream()
                        .anyMatch(rule -> rule.getMessage() == null)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void theTableEndsWithAgeAndWideAddsTheMessage(CustomResourceDefinition definition) {
        var columns = definition.getSpec().getVersions().get(0).getAdditionalPrinterColumns();
        var narrow =
                columns.stream().filter(column -> column.getPriority() == 0).toList();
        var wide = columns.stream().filter(column -> column.getPriority() > 0).toList();

        assertThat(columns)
                .isEqualTo(Stream.concat(narrow.stream(), wide.stream()).toList());
        assertThat(narrow.get(0).getName()).isEqualTo("Phase");
        assertThat(narrow.get(narrow.size() - 1).getName()).isEqualTo("Age");
        assertThat(wide.get(wide.size() - 1).getName()).isEqualTo("Message");
    }

    @Test
    void digestsAndReferencesCanBeSelected() {
        assertThat(definitions().stream()
                        .flatMap(definition -> definition.getSpec().getVersions().get(0).getSelectableFields().stream()
                                .map(field -> definition.getSpec().getNames().getKind() + field.getJsonPath())))
                .containsExactly(
                        "DatasetVersion.status.digest",
                        "TrainingRun.spec.dataset.name",
                        "TrainingRun.status.model.digest");
    }

    @Test
    void onlyADeploymentScales() {
        var scales = definitions().stream()
                .filter(definition -> definition
                                .getSpec()
                                .getVersions()
                                .get(0)
                                .getSubresources()
                                .getScale()
                        != null)
                .toList();

        assertThat(scales)
                .extracting(definition -> definition.getSpec().getNames().getKind())
                .containsExactly("ModelDeployment");
        assertThat(scales.get(0)
                        .getSpec()
                        .getVersions()
                        .get(0)
                        .getSubresources()
                        .getScale())
                .isEqualTo(
                        new CustomResourceSubresourceScale(".status.selector", ".spec.replicas", ".status.replicas"));
        assertThat(spec(scales.get(0)).getProperties().get("replicas").getDefault())
                .isNull();
    }

    private static JSONSchemaProps root(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }

    private static JSONSchemaProps spec(CustomResourceDefinition definition) {
        return root(definition).getProperties().get("spec");
    }

    /** Paths of the fields below a schema that are as {@code wanted}; {@code []} stands for an item, {@code {}} for a map's value. */
    private static List<String> fields(JSONSchemaProps schema, Predicate<JSONSchemaProps> wanted) {
        List<String> found = new ArrayList<>();
        walk("", schema, (path, field) -> {
            if (wanted.test(field)) {
                found.add(path);
            }
        });
        return found;
    }

    private static void walk(String path, JSONSchemaProps schema, BiConsumer<String, JSONSchemaProps> visitor) {
        schema.getProperties().forEach((name, field) -> {
            visitor.accept(path + "." + name, field);
            walk(path + "." + name, field, visitor);
        });
        if (schema.getItems() != null) {
            walk(path + "[]", schema.getItems().getSchema(), visitor);
        }
        if (schema.getAdditionalProperties() != null) {
            walk(path + "{}", schema.getAdditionalProperties().getSchema(), visitor);
        }
    }
}
