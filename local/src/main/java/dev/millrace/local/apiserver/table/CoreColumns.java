package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import java.util.ArrayList;
import java.util.List;

/** The columns of Services, configuration and storage. */
final class CoreColumns {
    private final Cells cells;

    CoreColumns(Cells cells) {
        this.cells = cells;
    }

    void into(BuiltInColumns.Sink sink) {
        sink.add("services", "Name Type Cluster-IP External-IP Port(s) Age +Selector", this::service);
        sink.add(
                "endpoints",
                "Name Endpoints Age",
                object -> Cells.row(Cells.name(object), endpoints(object), cells.age(object)));
        sink.add("endpointslices.discovery.k8s.io", "Name AddressType Ports Endpoints Age", this::endpointSlice);
        sink.add(
                "configmaps",
                "Name Data Age",
                object -> Cells.row(
                        Cells.name(object),
                        (long) object.path("data").size()
                                + object.path("binaryData").size(),
                        cells.age(object)));
        sink.add(
                "secrets",
                "Name Type Data Age",
                object -> Cells.row(
                        Cells.name(object),
                        Fields.text(object, "type"),
                        (long) object.path("data").size(),
                        cells.age(object)));
        sink.add(
                "serviceaccounts",
                "Name Secrets Age",
                object -> Cells.row(
                        Cells.name(object), (long) object.path("secrets").size(), cells.age(object)));
        sink.add(
                "persistentvolumeclaims",
                "Name Status Volume Capacity Access_Modes StorageClass VolumeAttributesClass Age +VolumeMode",
                this::claim);
        sink.add(
                "persistentvolumes",
                "Name Capacity Access_Modes Reclaim_Policy Status Claim StorageClass VolumeAttributesClass Reason Age +VolumeMode",
                this::volume);
    }

    private List<JsonNode> service(ObjectNode object) {
        JsonNode spec = object.path("spec");
        String type = spec.path("type").asText();
        String address = spec.path("clusterIP").asText();
        return Cells.row(
                Cells.name(object),
                type,
                Cells.orNone(address),
                external(spec, Cells.status(object), type),
                servicePorts(spec),
                cells.age(object),
                Cells.labels(spec.path("selector")));
    }

    private static String external(JsonNode spec, JsonNode status, String type) {
        List<String> addresses = new ArrayList<>();
        if (type.equals("LoadBalancer")) {
            for (JsonNode ingress : status.path("loadBalancer").path("ingress")) {
                addresses.add(ingress.path("ip").asText(ingress.path("hostname").asText()));
            }
        }
        spec.path("externalIPs").forEach(ip -> addresses.add(ip.asText()));
        if (type.equals("ExternalName")) {
            return spec.path("externalName").asText();
        }
        if (addresses.isEmpty()) {
            return type.equals("LoadBalancer") ? "<pending>" : Cells.NONE;
        }
        return String.join(",", addresses);
    }

    private static String servicePorts(JsonNode spec) {
        List<String> ports = Cells.texts(spec.path("ports"), port -> {
            String node = port.has("nodePort") ? ":" + port.get("nodePort").asText() : "";
            return port.path("port").asText() + node + "/"
                    + port.path("protocol").asText();
        });
        return ports.isEmpty() ? Cells.NONE : String.join(",", ports);
    }

    private static String endpoints(ObjectNode object) {
        List<String> list = new ArrayList<>();
        for (ObjectNode subset : Fields.items(object, "subsets")) {
            List<ObjectNode> ports = Fields.items(subset, "ports");
            for (ObjectNode address : Fields.items(subset, "addresses")) {
                if (ports.isEmpty()) {
                    list.add(Fields.text(address, "ip"));
                }
                ports.forEach(port -> list.add(Fields.text(address, "ip") + ":" + Fields.text(port, "port")));
            }
        }
        return Cells.few(list);
    }

    private List<JsonNode> endpointSlice(ObjectNode object) {
        List<String> ports =
                Cells.texts(object.path("ports"), port -> port.path("port").asText("*"));
        List<String> addresses = new ArrayList<>();
        for (ObjectNode endpoint : Fields.items(object, "endpoints")) {
            endpoint.path("addresses").forEach(address -> addresses.add(address.asText()));
        }
        return Cells.row(
                Cells.name(object),
                Fields.text(object, "addressType"),
                ports.isEmpty() ? Cells.UNSET : Cells.few(ports),
                addresses.isEmpty() ? Cells.UNSET : Cells.few(addresses),
                cells.age(object));
    }

    private List<JsonNode> claim(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = Cells.status(object);
        boolean bound = !spec.path("volumeName").asText().isEmpty();
        String phase = object.path("metadata").has("deletionTimestamp")
                ? "Terminating"
                : status.path("phase").asText();
        return Cells.row(
                Cells.name(object),
                phase,
                spec.path("volumeName").asText(),
                bound ? status.path("capacity").path("storage").asText() : "",
                bound ? Cells.modes(status.path("accessModes")) : "",
                spec.path("storageClassName").asText(),
                spec.path("volumeAttributesClassName").asText(Cells.UNSET),
                cells.age(object),
                spec.path("volumeMode").asText(Cells.UNSET));
    }

    private List<JsonNode> volume(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = Cells.status(object);
        JsonNode claim = spec.path("claimRef");
        String phase = object.path("metadata").has("deletionTimestamp")
                ? "Terminating"
                : status.path("phase").asText();
        return Cells.row(
                Cells.name(object),
                spec.path("capacity").path("storage").asText(),
                Cells.modes(spec.path("accessModes")),
                spec.path("persistentVolumeReclaimPolicy").asText(),
                phase,
                claim.isObject()
                        ? claim.path("namespace").asText() + "/"
                                + claim.path("name").asText()
                        : "",
                spec.path("storageClassName").asText(),
                spec.path("volumeAttributesClassName").asText(Cells.UNSET),
                status.path("reason").asText(),
                cells.age(object),
                spec.path("volumeMode").asText(Cells.UNSET));
    }
}
