package dev.millrace.local.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.selector.LabelSelector;
import dev.millrace.local.apiserver.storage.Event;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rights that roles and their bindings give. Read once after each change of them. */
public final class Policy implements Store.Listener {
    private static final String GROUP = ".rbac.authorization.k8s.io";
    private static final String ROLES = "roles" + GROUP;
    private static final String CLUSTER_ROLES = "clusterroles" + GROUP;
    private static final String BINDINGS = "rolebindings" + GROUP;
    private static final String CLUSTER_BINDINGS = "clusterrolebindings" + GROUP;

    private final Store store;
    private volatile @Nullable List<Grant> grants;

    /** Rules that a binding gives to its subjects, in a namespace or, where it is empty, everywhere. */
    private record Grant(String namespace, List<JsonNode> subjects, List<JsonNode> rules) {}

    public Policy(Store store) {
        this.store = store;
        store.listen(this);
    }

    @Override
    public void changed(ResourceStore resource, Event event) {
        if (resource.id().endsWith(GROUP)) {
            grants = null;
        }
    }

    /** Whether somebody may do something. */
    public boolean allows(User user, Action action) {
        if (user.mayEverything()) {
            return true;
        }
        return grants().stream()
                .filter(grant ->
                        grant.namespace().isEmpty() || grant.namespace().equals(action.namespace()))
                .filter(grant -> grant.subjects().stream().anyMatch(subject -> means(subject, grant, user)))
                .flatMap(grant -> grant.rules().stream())
                .anyMatch(rule -> covers(rule, action));
    }

    /** Tells of all rules that somebody has in a namespace. */
    void rules(User user, String namespace, BiConsumer<JsonNode, Boolean> consumer) {
        if (user.mayEverything()) {
            ObjectNode all = Documents.object();
            all.putArray("verbs").add("*");
            all.putArray("apiGroups").add("*");
            all.putArray("resources").add("*");
            consumer.accept(all, true);
            ObjectNode paths = Documents.object();
            paths.putArray("verbs").add("*");
            paths.putArray("nonResourceURLs").add("*");
            consumer.accept(paths, false);
            return;
        }
        for (Grant grant : grants()) {
            boolean here = grant.namespace().isEmpty() || grant.namespace().equals(namespace);
            if (here && grant.subjects().stream().anyMatch(subject -> means(subject, grant, user))) {
                grant.rules().forEach(rule -> consumer.accept(rule, !rule.has("nonResourceURLs")));
            }
        }
    }

    private static boolean means(JsonNode subject, Grant grant, User user) {
        String name = subject.path("name").asText();
        return switch (subject.path("kind").asText()) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" -> {
                String namespace = subject.path("namespace").asText(grant.namespace());
                yield user.name().equals("system:serviceaccount:" + namespace + ":" + name);
            }
            default -> false;
        };
    }

    private static boolean covers(JsonNode rule, Action action) {
        if (!has(rule.path("verbs"), action.verb())) {
            return false;
        }
        if (!action.path().isEmpty()) {
            for (JsonNode url : rule.path("nonResourceURLs")) {
                String text = url.asText();
                boolean prefix = text.endsWith("*") && action.path().startsWith(text.substring(0, text.length() - 1));
                if (prefix || text.equals(action.path())) {
                    return true;
                }
            }
            return false;
        }
        JsonNode names = rule.path("resourceNames");
        boolean resource = has(rule.path("resources"), action.full())
                || (!action.subresource().isEmpty() && has(rule.path("resources"), "*/" + action.subresource()));
        return resource
                && has(rule.path("apiGroups"), action.group())
                && (names.isEmpty() || (!action.name().isEmpty() && has(names, action.name())));
    }

    private static boolean has(JsonNode list, String value) {
        for (JsonNode item : list) {
            if (item.asText().equals("*") || item.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private List<Grant> grants() {
        List<Grant> known = grants;
        if (known == null) {
            known = read();
            grants = known;
        }
        return known;
    }

    private List<Grant> read() {
        List<StoredObject> clusterRoles =
                store.resource(CLUSTER_ROLES).snapshot("").objects();
        Map<String, List<JsonNode>> rules = new HashMap<>();
        for (StoredObject role : clusterRoles) {
            rules.put("/" + role.key().name(), rules(role.tree(), clusterRoles));
        }
        for (StoredObject role : store.resource(ROLES).snapshot("").objects()) {
            rules.put(role.key().namespace() + "/" + role.key().name(), rules(role.tree(), List.of()));
        }
        List<Grant> read = new ArrayList<>();
        for (String bindings : List.of(CLUSTER_BINDINGS, BINDINGS)) {
            for (StoredObject binding : store.resource(bindings).snapshot("").objects()) {
                ObjectNode tree = binding.tree();
                JsonNode role = tree.path("roleRef");
                String namespace = role.path("kind").asText().equals("Role")
                        ? binding.key().namespace()
                        : "";
                List<JsonNode> subjects = new ArrayList<>();
                tree.path("subjects").forEach(subjects::add);
                read.add(new Grant(
                        binding.key().namespace(),
                        subjects,
                        rules.getOrDefault(namespace + "/" + role.path("name").asText(), List.of())));
            }
        }
        return List.copyOf(read);
    }

    /** A role's rules, and those of the roles that it gathers. */
    private static List<JsonNode> rules(ObjectNode role, List<StoredObject> all) {
        List<JsonNode> rules = new ArrayList<>();
        role.path("rules").forEach(rules::add);
        for (JsonNode selector : role.path("aggregationRule").path("clusterRoleSelectors")) {
            LabelSelector gathered = LabelSelector.of(selector);
            for (StoredObject other : all) {
                if (gathered.matches(other.labels())) {
                    other.tree().path("rules").forEach(rules::add);
                }
            }
        }
        return rules;
    }
}
