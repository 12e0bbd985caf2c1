package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.metadata.NameRules;
import dev.millrace.local.apiserver.quantity.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with the spec of a pod: the mistakes that people make. */
final class PodSpecRules {
    private static final int PORTS = 65_535;

    private final String path;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> volumes = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private PodSpecRules(String path) {
        this.path = path;
    }

    /** All of it, with paths that begin at the spec's own. */
    static List<Problem> check(@Nullable ObjectNode spec, String path) {
        PodSpecRules rules = new PodSpecRules(path);
        if (spec == null) {
            return List.of(Problem.required(path + ".containers", ""));
        }
        rules.spec(spec);
        return rules.problems;
    }

    private void spec(ObjectNode spec) {
        int index = 0;
        for (ObjectNode volume : Fields.items(spec, "volumes")) {
            volume(volume, path + ".volumes[" + index++ + "]");
        }
        if (Fields.items(spec, "containers").isEmpty()) {
            problems.add(Problem.required(path + ".containers", ""));
        }
        for (String list : List.of("initContainers", "containers")) {
            index = 0;
            for (ObjectNode container : Fields.items(spec, list)) {
                container(container, path + "." + list + "[" + index++ + "]");
            }
        }
        if (spec.path("terminationGracePeriodSeconds").asLong() < 0) {
            problems.add(Problem.invalid(
                    path + ".terminationGracePeriodSeconds",
                    spec.get("terminationGracePeriodSeconds"),
                    "must be greater than or equal to 0"));
        }
        JsonNode deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber() && deadline.asLong() < 1) {
            problems.add(Problem.invalid(
                    path + ".activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive"));
        }
    }

    private void volume(ObjectNode volume, String at) {
        String name = Fields.text(volume, "name");
        problems.addAll(NameRules.label(name, at + ".name"));
        if (!volumes.add(name)) {
            problems.add(Problem.duplicate(at + ".name", volume.get("name")));
        }
        if (volume.size() > 2) {
            problems.add(Problem.forbidden(at, "may not specify more than 1 volume type"));
        }
    }

    private void container(ObjectNode container, String at) {
        String name = Fields.text(container, "name");
        problems.addAll(NameRules.label(name, at + ".name"));
        if (!name.isEmpty() && !names.add(name)) {
            problems.add(Problem.duplicate(at + ".name", container.get("name")));
        }
        if (Fields.text(container, "image").isEmpty()) {
            problems.add(Problem.required(at + ".image", ""));
        }
        ports(container, at);
        environment(container, at);
        mounts(container, at);
        resources(Fields.child(container, "resources"), at + ".resources");
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            probe(Fields.child(container, probe), at + "." + probe);
        }
    }

    private void ports(ObjectNode container, String at) {
        int index = 0;
        for (ObjectNode port : Fields.items(container, "ports")) {
            JsonNode number = port.path("containerPort");
            if (number.asInt() < 1 || number.asInt() > PORTS) {
                problems.add(Problem.invalid(
                        at + ".ports[" + index + "].containerPort", number, "must be between 1 and 65535, inclusive"));
            }
            index++;
        }
    }

    private void environment(ObjectNode container, String at) {
        int index = 0;
        for (ObjectNode variable : Fields.items(container, "env")) {
            String entry = at + ".env[" + index++ + "]";
            if (Fields.text(variable, "name").isEmpty()) {
                problems.add(Problem.required(entry + ".name", ""));
            }
            if (!Fields.text(variable, "value").isEmpty() && Fields.has(variable, "valueFrom")) {
                problems.add(
                        Problem.invalid(entry + ".valueFrom", "", "may not be specified when `value` is not empty"));
            }
        }
    }

    private void mounts(ObjectNode container, String at) {
        Set<String> paths = new HashSet<>();
        int index = 0;
        for (ObjectNode mount : Fields.items(container, "volumeMounts")) {
            String entry = at + ".volumeMounts[" + index++ + "]";
            if (!volumes.contains(Fields.text(mount, "name"))) {
                problems.add(Problem.notFound(entry + ".name", mount.path("name")));
            }
            if (Fields.text(mount, "mountPath").isEmpty()) {
                problems.add(Problem.required(entry + ".mountPath", ""));
            } else if (!paths.add(Fields.text(mount, "mountPath"))) {
                problems.add(Problem.invalid(entry + ".mountPath", mount.get("mountPath"), "must be unique"));
            }
        }
    }

    private void resources(@Nullable ObjectNode resources, String at) {
        ObjectNode limits = Fields.child(resources, "limits");
        ObjectNode requests = Fields.child(resources, "requests");
        amounts(limits, at + ".limits");
        amounts(requests, at + ".requests");
        if (requests == null) {
            return;
        }
        requests.properties().forEach(entry -> {
            String resource = entry.getKey();
            Quantity request = Quantity.parse(entry.getValue().asText());
            Quantity limit = limits == null ? null : Quantity.parse(Fields.text(limits, resource));
            boolean whole = resource.contains("/") && !resource.contains("kubernetes.io/");
            if (request == null) {
                return;
            }
            if (limit == null) {
                if (whole) {
                    problems.add(
                            Problem.required(at + ".limits", "Limit must be set for non overcommitable resources"));
                }
            } else if (whole && request.compareTo(limit) != 0) {
                problems.add(Problem.invalid(
                        at + ".requests",
                        entry.getValue().asText(),
                        "must be equal to " + resource + " limit of " + limit.canonical()));
            } else if (request.compareTo(limit) > 0) {
                problems.add(Problem.invalid(
                        at + ".requests",
                        entry.getValue().asText(),
                        "must be less than or equal to " + resource + " limit of " + limit.canonical()));
            }
        });
    }

    private void amounts(@Nullable ObjectNode amounts, String at) {
        if (amounts == null) {
            return;
        }
        amounts.properties().forEach(entry -> {
            Quantity amount = Quantity.parse(entry.getValue().asText());
            if (amount != null && amount.amount().signum() < 0) {
                problems.add(Problem.invalid(
                        at + "[" + entry.getKey() + "]",
                        entry.getValue().asText(),
                        "must be greater than or equal to 0"));
            }
        });
    }

    private void probe(@Nullable ObjectNode probe, String at) {
        if (probe == null) {
            return;
        }
        long handlers = List.of("httpGet", "tcpSocket", "exec", "grpc").stream()
                .filter(handler -> Fields.has(probe, handler))
                .count();
        if (handlers == 0) {
            problems.add(Problem.required(at, "must specify a handler type"));
        } else if (handlers > 1) {
            problems.add(Problem.forbidden(at, "may not specify more than 1 handler type"));
        }
    }
}
