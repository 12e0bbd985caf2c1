package dev.millrace.local.apiserver.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.Column;
import dev.millrace.local.apiserver.resource.Names;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.resource.ScalePaths;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads CustomResourceDefinitions: which resources they define. */
public final class CustomTypes {
    private final BuiltInSchemas builtIn;

    public CustomTypes(BuiltInSchemas builtIn) {
        this.builtIn = builtIn;
    }

    /** The resources that a definition serves, a version each. */
    public List<ResourceType> types(ObjectNode definition) {
        List<ResourceType> types = new ArrayList<>();
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("served").asBoolean()) {
                types.add(type(definition.path("spec"), version));
            }
        }
        return types;
    }

    private ResourceType type(JsonNode spec, JsonNode version) {
        JsonNode names = spec.path("names");
        String group = spec.path("group").asText();
        String plural = names.path("plural").asText();
        Schema schema = schema(version.path("schema").path("openAPIV3Schema"));
        JsonNode subresources = version.path("subresources");
        return new ResourceType(
                group,
                version.path("name").asText(),
                names(names),
                plural + "." + group,
                spec.path("scope").asText().equals("Namespaced"),
                schema,
                subresources.has("status"),
                scale(subresources.path("scale")),
                Set.of(),
                columns(version.path("additionalPrinterColumns")),
                selectable(version.path("selectableFields")),
                true,
                new CustomRules(schema, scale(subresources.path("scale"))));
    }

    private static Names names(JsonNode names) {
        String kind = names.path("kind").asText();
        return new Names(
                names.path("plural").asText(),
                names.path("singular").asText(),
                kind,
                names.path("listKind").asText(kind + "List"),
                texts(names.path("shortNames")),
                texts(names.path("categories")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return List.copyOf(texts);
    }

    private static @Nullable ScalePaths scale(JsonNode scale) {
        return scale.isMissingNode()
                ? null
                : new ScalePaths(
                        scale.path("specReplicasPath").asText(),
                        scale.path("statusReplicasPath").asText(),
                        scale.path("labelSelectorPath").asText());
    }

    private static List<Column> columns(JsonNode list) {
        List<Column> columns = new ArrayList<>();
        for (JsonNode column : list) {
            columns.add(new Column(
                    column.path("name").asText(),
                    column.path("type").asText(),
                    column.path("format").asText(),
                    column.path("description")
                            .asText("Custom resource definition column (in JSONPath format): "
                                    + column.path("jsonPath").asText()),
                    column.path("priority").asInt(),
                    column.path("jsonPath").asText()));
        }
        return columns;
    }

    private static Set<String> selectable(JsonNode list) {
        Set<String> fields = new HashSet<>();
        list.forEach(field -> fields.add(field.path("jsonPath").asText().substring(1)));
        return fields;
    }

    /** The schema of whole objects: a definition says nothing of what all objects have. */
    private Schema schema(JsonNode defined) {
        ObjectNode node = defined instanceof ObjectNode object ? object.deepCopy() : Documents.object();
        node.put("type", "object");
        ObjectNode properties = node.withObject("/properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("$ref", "#/components/schemas/" + BuiltInSchemas.OBJECT_META);
        UnaryOperator<ObjectNode> resolve = builtIn::resolve;
        return new Schema(node, resolve);
    }
}
