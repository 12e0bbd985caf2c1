package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.Column;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.schema.BuiltInSchemas;
import java.time.Clock;
import java.util.List;

/** Makes Tables (meta.k8s.io/v1) of objects. */
public final class Tables {
    private final BuiltInColumns builtIn;
    private final Clock clock;
    private final String nameDescription;

    public Tables(BuiltInSchemas schemas, Clock clock) {
        this.clock = clock;
        this.builtIn = new BuiltInColumns(clock);
        this.nameDescription = schemas.published(BuiltInSchemas.OBJECT_META)
                .path("properties")
                .path("name")
                .path("description")
                .asText();
    }

    /**
     * The table of some objects.
     *
     * @param includeObject what of the object goes with a row: {@code None}, {@code Object}, or its metadata
     * @param columns whether the columns are told
     */
    public ObjectNode table(ResourceType type, List<ObjectNode> objects, String includeObject, boolean columns) {
        ObjectNode table = Documents.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        ObjectNode metadata = table.putObject("metadata");
        if (objects.size() == 1) {
            metadata.set("resourceVersion", objects.get(0).path("metadata").path("resourceVersion"));
        }
        ColumnSet set = type.custom() ? CustomColumns.of(type, clock) : builtIn.of(type);
        if (columns) {
            ArrayNode definitions = table.putArray("columnDefinitions");
            for (Column column : set.columns()) {
                definition(definitions.addObject(), column);
            }
        } else {
            table.putNull("columnDefinitions");
        }
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            row.set("cells", Documents.JSON.createArrayNode().addAll(set.cells(object)));
            if (!includeObject.equals("None")) {
                row.set("object", includeObject.equals("Object") ? object : partial(object));
            }
        }
        return table;
    }

    private void definition(ObjectNode node, Column column) {
        boolean name = column.name().equals("Name") && column.description().isEmpty();
        node.put("name", column.name());
        node.put("type", column.type());
        node.put("format", column.format());
        node.put("description", name ? nameDescription : column.description());
        node.put("priority", column.priority());
    }

    private static ObjectNode partial(JsonNode object) {
        ObjectNode partial = Documents.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        return partial;
    }
}
