package dev.millrace.local.apiserver.kind;

import static dev.millrace.local.apiserver.document.Fields.byDefault;
import static dev.millrace.local.apiserver.document.Fields.child;
import static dev.millrace.local.apiserver.document.Fields.has;
import static dev.millrace.local.apiserver.document.Fields.made;
import static dev.millrace.local.apiserver.document.Fields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.metadata.NameRules;
import dev.millrace.local.apiserver.resource.KindRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Services: each but a headless one has a cluster address, which stays. */
final class ServiceRules implements KindRules {
    @Override
    public NameRules.Form nameForm() {
        return NameRules.Form.SERVICE;
    }

    private static final String ADDRESS = "clusterIP";
    private static final String ADDRESSES = "clusterIPs";
    private static final String NONE = "None";
    private static final String EXTERNAL = "ExternalName";
    private static final Set<String> WITH_NODE_PORTS = Set.of("NodePort", "LoadBalancer");
    private static final int PORTS = 65_535;

    private final ServiceAddresses addresses;

    ServiceRules(ServiceAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public void fillIn(ObjectNode object) {
        ObjectNode spec = child(object, "spec");
        if (spec == null) {
            return;
        }
        byDefault(spec, "sessionAffinity", "None");
        byDefault(spec, "type", "ClusterIP");
        String type = text(spec, "type");
        if (!type.equals(EXTERNAL)) {
            byDefault(spec, "internalTrafficPolicy", "Cluster");
        }
        if (WITH_NODE_PORTS.contains(type)) {
            byDefault(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            byDefault(spec, "allocateLoadBalancerNodePorts", true);
        }
        for (ObjectNode port : Fields.items(spec, "ports")) {
            byDefault(port, "protocol", "TCP");
            if (!has(port, "targetPort") || port.get("targetPort").asText().isEmpty()) {
                port.set("targetPort", port.path("port"));
            }
        }
    }

    @Override
    public void beginCreate(ObjectNode object) {
        object.putObject("status").putObject("loadBalancer");
        allot(made(object, "spec"));
    }

    @Override
    public void beginUpdate(ObjectNode object, ObjectNode before) {
        ObjectNode spec = made(object, "spec");
        ObjectNode was = made(before, "spec");
        if (text(spec, ADDRESS).isEmpty() && !text(spec, "type").equals(EXTERNAL)) {
            Fields.copy(spec, was, ADDRESS);
            Fields.copy(spec, was, ADDRESSES);
        }
        for (ObjectNode port : Fields.items(spec, "ports")) {
            for (ObjectNode old : Fields.items(was, "ports")) {
                if (!has(port, "nodePort") && port.path("port").equals(old.path("port")) && has(old, "nodePort")) {
                    Fields.copy(port, old, "nodePort");
                }
            }
        }
        allot(spec);
    }

    private void allot(ObjectNode spec) {
        String type = text(spec, "type");
        if (type.equals(EXTERNAL)) {
            return;
        }
        if (text(spec, ADDRESS).isEmpty()) {
            spec.put(ADDRESS, addresses.freeAddress());
        }
        if (!has(spec, ADDRESSES)) {
            spec.putArray(ADDRESSES).add(text(spec, ADDRESS));
        }
        if (!has(spec, "ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        byDefault(spec, "ipFamilyPolicy", "SingleStack");
        if (WITH_NODE_PORTS.contains(type)) {
            for (ObjectNode port : Fields.items(spec, "ports")) {
                if (!has(port, "nodePort")) {
                    port.put("nodePort", addresses.freeNodePort());
                }
            }
        } else {
            Fields.items(spec, "ports").forEach(port -> port.remove("nodePort"));
        }
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        ObjectNode spec = made(object, "spec");
        List<ObjectNode> ports = Fields.items(spec, "ports");
        if (ports.isEmpty()
                && !text(spec, ADDRESS).equals(NONE)
                && !text(spec, "type").equals(EXTERNAL)) {
            problems.add(Problem.required("spec.ports", ""));
        }
        Set<String> names = new HashSet<>();
        int index = 0;
        for (ObjectNode port : ports) {
            String at = "spec.ports[" + index++ + "]";
            if (port.path("port").asInt() < 1 || port.path("port").asInt() > PORTS) {
                problems.add(Problem.invalid(at + ".port", port.get("port"), "must be between 1 and 65535, inclusive"));
            }
            if (ports.size() > 1 && text(port, "name").isEmpty()) {
                problems.add(Problem.required(at + ".name", ""));
            } else if (ports.size() > 1 && !names.add(text(port, "name"))) {
                problems.add(Problem.duplicate(at + ".name", port.path("name")));
            }
        }
        if (text(spec, "type").equals(EXTERNAL) && text(spec, "externalName").isEmpty()) {
            problems.add(Problem.required("spec.externalName", ""));
        }
        return problems;
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        ObjectNode spec = made(object, "spec");
        ObjectNode was = made(before, "spec");
        boolean stays = text(was, ADDRESS).isEmpty()
                || text(was, "type").equals(EXTERNAL)
                || text(spec, "type").equals(EXTERNAL)
                || Fields.same(spec, was, ADDRESS);
        return stays
                ? List.of()
                : List.of(Problem.invalid("spec.clusterIPs[0]", spec.path(ADDRESSES), "may not change once set"));
    }
}
