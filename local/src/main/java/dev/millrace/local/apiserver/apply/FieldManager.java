package dev.millrace.local.apiserver.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;

/** Who owns fields: a name, whether by apply or by other writes, in which version, through which subresource. */
public record FieldManager(String name, boolean apply, String apiVersion, String subresource) {
    /** As messages on conflicts name it. */
    String shown() {
        String who = "\"" + name + "\"" + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"");
        if (apply) {
            return who;
        }
        return who + " using " + apiVersion;
    }

    ObjectNode entry(FieldSet fields, String time) {
        ObjectNode entry = Documents.object();
        entry.put("manager", name);
        entry.put("operation", apply ? "Apply" : "Update");
        entry.put("apiVersion", apiVersion);
        if (!time.isEmpty()) {
            entry.put("time", time);
        }
        entry.put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", fields.json());
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
        return entry;
    }
}
