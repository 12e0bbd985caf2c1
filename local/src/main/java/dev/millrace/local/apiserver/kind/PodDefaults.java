package dev.millrace.local.apiserver.kind;

import static dev.millrace.local.apiserver.document.Fields.byDefault;
import static dev.millrace.local.apiserver.document.Fields.child;
import static dev.millrace.local.apiserver.document.Fields.has;
import static dev.millrace.local.apiserver.document.Fields.items;
import static dev.millrace.local.apiserver.document.Fields.made;
import static dev.millrace.local.apiserver.document.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/** What Kubernetes adds to the spec of a pod, in a pod and in the templates of pods. */
final class PodDefaults {
    private static final int FILE_MODE = 420;
    private static final int TOKEN_SECONDS = 3600;
    private static final String API_VERSION = "apiVersion";

    private PodDefaults() {}

    static void fillIn(@Nullable ObjectNode spec) {
        if (spec == null) {
            return;
        }
        byDefault(spec, "restartPolicy", "Always");
        byDefault(spec, "dnsPolicy", "ClusterFirst");
        byDefault(spec, "schedulerName", "default-scheduler");
        byDefault(spec, "terminationGracePeriodSeconds", 30);
        made(spec, "securityContext");
        if (has(spec, "serviceAccountName")) {
            spec.put("serviceAccount", text(spec, "serviceAccountName"));
        } else if (has(spec, "serviceAccount")) {
            spec.put("serviceAccountName", text(spec, "serviceAccount"));
        }
        items(spec, "initContainers").forEach(PodDefaults::container);
        items(spec, "containers").forEach(PodDefaults::container);
        items(spec, "volumes").forEach(PodDefaults::volume);
    }

    /** Requests that are not given are the limits: in pods, not in templates. */
    static void requestsFromLimits(ObjectNode spec) {
        for (String list : new String[] {"initContainers", "containers"}) {
            for (ObjectNode container : items(spec, list)) {
                ObjectNode resources = child(container, "resources");
                ObjectNode limits = child(resources, "limits");
                if (resources != null && limits != null) {
                    ObjectNode requests = made(resources, "requests");
                    limits.properties().forEach(limit -> {
                        if (!requests.has(limit.getKey())) {
                            requests.set(limit.getKey(), limit.getValue());
                        }
                    });
                }
            }
        }
    }

    private static void container(ObjectNode container) {
        if (!has(container, "imagePullPolicy")) {
            container.put("imagePullPolicy", pullPolicy(text(container, "image")));
        }
        byDefault(container, "terminationMessagePath", "/dev/termination-log");
        byDefault(container, "terminationMessagePolicy", "File");
        ObjectNode resources = made(container, "resources");
        quantities(child(resources, "limits"));
        quantities(child(resources, "requests"));
        items(container, "ports").forEach(port -> byDefault(port, "protocol", "TCP"));
        for (ObjectNode variable : items(container, "env")) {
            ObjectNode from = child(variable, "valueFrom");
            field(child(from, "fieldRef"));
            resource(child(from, "resourceFieldRef"));
        }
        probe(child(container, "livenessProbe"));
        probe(child(container, "readinessProbe"));
        probe(child(container, "startupProbe"));
        ObjectNode lifecycle = child(container, "lifecycle");
        http(child(child(lifecycle, "postStart"), "httpGet"));
        http(child(child(lifecycle, "preStop"), "httpGet"));
    }

    private static String pullPolicy(String image) {
        int digest = image.indexOf('@');
        String name = digest < 0 ? image : image.substring(0, digest);
        int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
        boolean latest = tag < 0 ? digest < 0 : name.substring(tag + 1).equals("latest");
        return latest ? "Always" : "IfNotPresent";
    }

    static void quantities(@Nullable ObjectNode resources) {
        if (resources != null) {
            for (var entry : resources.properties()) {
                JsonNode value = entry.getValue();
                Quantity quantity = Quantity.parse(value.asText());
                if (quantity != null) {
                    resources.put(entry.getKey(), quantity.canonical());
                }
            }
        }
    }

    private static void probe(@Nullable ObjectNode probe) {
        if (probe != null) {
            byDefault(probe, "timeoutSeconds", 1);
            byDefault(probe, "periodSeconds", 10);
            byDefault(probe, "successThreshold", 1);
            byDefault(probe, "failureThreshold", 3);
            http(child(probe, "httpGet"));
            ObjectNode grpc = child(probe, "grpc");
            if (grpc != null && !has(grpc, "service")) {
                grpc.put("service", "");
            }
        }
    }

    private static void http(@Nullable ObjectNode get) {
        if (get != null) {
            byDefault(get, "path", "/");
            byDefault(get, "scheme", "HTTP");
        }
    }

    private static void field(@Nullable ObjectNode reference) {
        if (reference != null) {
            byDefault(reference, API_VERSION, "v1");
        }
    }

    private static void resource(@Nullable ObjectNode reference) {
        if (reference != null) {
            byDefault(reference, "divisor", "0");
        }
    }

    private static void volume(ObjectNode volume) {
        if (volume.size() == 1) {
            volume.putObject("emptyDir");
        }
        mode(child(volume, "configMap"));
        mode(child(volume, "secret"));
        mode(child(volume, "downwardAPI"));
        mode(child(volume, "projected"));
        downward(child(volume, "downwardAPI"));
        for (ObjectNode source : items(child(volume, "projected"), "sources")) {
            ObjectNode token = child(source, "serviceAccountToken");
            if (token != null) {
                byDefault(token, "expirationSeconds", TOKEN_SECONDS);
            }
            downward(child(source, "downwardAPI"));
        }
        ObjectNode host = child(volume, "hostPath");
        if (host != null && !has(host, "type")) {
            host.put("type", "");
        }
        ObjectNode empty = child(volume, "emptyDir");
        if (empty != null && has(empty, "sizeLimit")) {
            Quantity limit = Quantity.parse(text(empty, "sizeLimit"));
            if (limit != null) {
                empty.put("sizeLimit", limit.canonical());
            }
        }
        ObjectNode template = child(child(volume, "ephemeral"), "volumeClaimTemplate");
        VolumeClaimRules.fillInSpec(child(template, "spec"));
    }

    private static void mode(@Nullable ObjectNode source) {
        if (source != null) {
            byDefault(source, "defaultMode", FILE_MODE);
        }
    }

    private static void downward(@Nullable ObjectNode source) {
        for (ObjectNode item : items(source, "items")) {
            field(child(item, "fieldRef"));
            resource(child(item, "resourceFieldRef"));
        }
    }
}
