package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import java.util.List;
import java.util.Locale;

/** The columns of what a cluster consists of: namespaces, nodes, rights, events. */
final class ClusterColumns {
    private static final String ROLE = "node-role.kubernetes.io/";

    private final Cells cells;

    ClusterColumns(Cells cells) {
        this.cells = cells;
    }

    void into(BuiltInColumns.Sink sink) {
        sink.add(
                "namespaces",
                "Name Status Age",
                object -> Cells.row(
                        Cells.name(object), Cells.status(object).path("phase").asText(), cells.age(object)));
        sink.add(
                "nodes",
                "Name Status Roles Age Version +Internal-IP +External-IP +OS-Image +Kernel-Version +Container-Runtime",
                this::node);
        sink.add(
                "events",
                "Last_Seen Type Reason Object +Subobject +Source Message +First_Seen +Count +Name",
                this::event);
        sink.add(
                "leases.coordination.k8s.io",
                "Name Holder Age",
                object -> Cells.row(
                        Cells.name(object),
                        object.path("spec").path("holderIdentity").asText(),
                        cells.age(object)));
        sink.add(
                "storageclasses.storage.k8s.io",
                "Name Provisioner ReclaimPolicy VolumeBindingMode AllowVolumeExpansion Age",
                this::storageClass);
        sink.add("resourcequotas", "Name Request Limit Age", this::quota);
        sink.add(
                "networkpolicies.networking.k8s.io",
                "Name Pod-Selector Age",
                object -> Cells.row(
                        Cells.name(object),
                        Cells.selector(object.path("spec").path("podSelector")),
                        cells.age(object)));
        sink.add(
                "apiservices.apiregistration.k8s.io",
                "Name Service Available Age",
                object -> Cells.row(Cells.name(object), "Local", "True", cells.age(object)));
        for (String plural : List.of(
                "customresourcedefinitions.apiextensions.k8s.io",
                "roles.rbac.authorization.k8s.io",
                "clusterroles.rbac.authorization.k8s.io")) {
            sink.add(
                    plural,
                    "Name Created_At",
                    object -> Cells.row(
                            Cells.name(object),
                            object.path("metadata").path("creationTimestamp").asText()));
        }
        for (String plural :
                List.of("rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io")) {
            sink.add(plural, "Name Role Age +Users +Groups +ServiceAccounts", this::binding);
        }
    }

    private List<JsonNode> node(ObjectNode object) {
        ObjectNode status = Cells.status(object);
        JsonNode info = status.path("nodeInfo");
        String ready = "Unknown";
        for (ObjectNode condition : Fields.items(status, "conditions")) {
            if (Fields.text(condition, "type").equals("Ready")) {
                ready = Fields.text(condition, "status").equals("True") ? "Ready" : "NotReady";
            }
        }
        if (object.path("spec").path("unschedulable").asBoolean()) {
            ready += ",SchedulingDisabled";
        }
        List<String> roles = object.path("metadata").path("labels").properties().stream()
                .map(label -> label.getKey())
                .filter(key -> key.startsWith(ROLE))
                .map(key -> key.substring(ROLE.length()))
                .sorted()
                .toList();
        return Cells.row(
                Cells.name(object),
                ready,
                Cells.orNone(String.join(",", roles)),
                cells.age(object),
                info.path("kubeletVersion").asText(),
                address(status, "InternalIP"),
                address(status, "ExternalIP"),
                unknown(info.path("osImage").asText()),
                unknown(info.path("kernelVersion").asText()),
                unknown(info.path("containerRuntimeVersion").asText()));
    }

    private static String unknown(String text) {
        return text.isEmpty() ? "<unknown>" : text;
    }

    private static String address(ObjectNode status, String type) {
        return Fields.items(status, "addresses").stream()
                .filter(address -> Fields.text(address, "type").equals(type))
                .map(address -> Fields.text(address, "address"))
                .findFirst()
                .orElse(Cells.NONE);
    }

    /** Events are stored as the core API writes them, and may be shown as events.k8s.io does. */
    private List<JsonNode> event(ObjectNode object) {
        JsonNode about = object.has("regarding") ? object.path("regarding") : object.path("involvedObject");
        JsonNode source = object.has("deprecatedSource") ? object.path("deprecatedSource") : object.path("source");
        String first = first(object, "firstTimestamp", "deprecatedFirstTimestamp", "eventTime");
        String last = first(object, "lastTimestamp", "deprecatedLastTimestamp", "eventTime");
        JsonNode series = object.path("series");
        String seen = series.isObject() ? series.path("lastObservedTime").asText(last) : last;
        long count = series.isObject()
                ? series.path("count").asLong()
                : Math.max(
                        1,
                        object.path("count")
                                .asLong(object.path("deprecatedCount").asLong()));
        String component = first(source, "component", "component", "component");
        String reporter = component.isEmpty()
                ? first(object, "reportingComponent", "reportingController", "reportingComponent")
                : component;
        String host = source.path("host").asText();
        return Cells.row(
                cells.since(seen),
                Fields.text(object, "type"),
                Fields.text(object, "reason"),
                about.path("kind").asText().toLowerCase(Locale.ROOT) + "/"
                        + about.path("name").asText(),
                about.path("fieldPath").asText(),
                host.isEmpty() ? reporter : reporter + ", " + host,
                first(object, "message", "note", "message").trim(),
                cells.since(first),
                count,
                Cells.name(object));
    }

    private static String first(JsonNode node, String... fields) {
        for (String field : fields) {
            String text = node.path(field).asText();
            if (!text.isEmpty() && !text.equals("null")) {
                return text;
            }
        }
        return "";
    }

    private List<JsonNode> storageClass(ObjectNode object) {
        boolean byDefault = object.path("metadata")
                .path("annotations")
                .path("storageclass.kubernetes.io/is-default-class")
                .asText()
                .equals("true");
        return Cells.row(
                Cells.name(object) + (byDefault ? " (default)" : ""),
                Fields.text(object, "provisioner"),
                Fields.text(object, "reclaimPolicy"),
                Fields.text(object, "volumeBindingMode"),
                Boolean.toString(object.path("allowVolumeExpansion").asBoolean()),
                cells.age(object));
    }

    private List<JsonNode> quota(ObjectNode object) {
        JsonNode used = Cells.status(object).path("used");
        StringBuilder requests = new StringBuilder();
        StringBuilder limits = new StringBuilder();
        object.path("spec").path("hard").properties().forEach(hard -> {
            StringBuilder text = hard.getKey().startsWith("limits.") ? limits : requests;
            text.append(text.isEmpty() ? "" : ", ")
                    .append(hard.getKey())
                    .append(": ")
                    .append(used.path(hard.getKey()).asText("0"))
                    .append('/')
                    .append(hard.getValue().asText());
        });
        return Cells.row(Cells.name(object), requests, limits, cells.age(object));
    }

    private List<JsonNode> binding(ObjectNode object) {
        JsonNode role = object.path("roleRef");
        return Cells.row(
                Cells.name(object),
                role.path("kind").asText() + "/" + role.path("name").asText(),
                cells.age(object),
                subjects(object, "User"),
                subjects(object, "Group"),
                subjects(object, "ServiceAccount"));
    }

    private static String subjects(ObjectNode binding, String kind) {
        return String.join(
                ", ",
                Fields.items(binding, "subjects").stream()
                        .filter(subject -> Fields.text(subject, "kind").equals(kind))
                        .map(subject -> Fields.text(subject, "namespace").isEmpty()
                                ? Fields.text(subject, "name")
                                : Fields.text(subject, "namespace") + "/" + Fields.text(subject, "name"))
                        .toList());
    }
}
