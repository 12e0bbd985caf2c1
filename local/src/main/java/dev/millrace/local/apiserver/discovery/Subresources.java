package dev.millrace.local.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.Catalog.GroupVersion;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;

/** What is served besides objects: subresources, and reviews that are answered and not stored. */
final class Subresources {
    private static final List<String> CHANGE = List.of("get", "patch", "update");
    private static final List<String> ALL = List.of("create", "delete", "get", "patch", "update");
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private Subresources() {}

    /** A subresource of objects. */
    record Sub(String name, String group, String version, String kind, List<String> verbs) {
        ObjectNode entry(String plural, boolean namespaced) {
            ObjectNode entry = Documents.object();
            entry.put("name", plural + "/" + name).put("singularName", "").put("namespaced", namespaced);
            if (!version.isEmpty() && !group.isEmpty()) {
                entry.put("group", group).put("version", version);
            }
            entry.put("kind", kind);
            Discovery.texts(entry, "verbs", verbs);
            return entry;
        }
    }

    /** Something that is only asked. */
    record Other(String plural, String singular, String kind, boolean namespaced) {
        ObjectNode entry() {
            ObjectNode entry = Documents.object();
            entry.put("name", plural)
                    .put("singularName", singular)
                    .put("namespaced", namespaced)
                    .put("kind", kind);
            Discovery.texts(entry, "verbs", List.of("create"));
            return entry;
        }
    }

    static List<Sub> of(ResourceType type) {
        List<Sub> subs = new ArrayList<>();
        if (type.status()) {
            subs.add(new Sub("status", "", type.version(), type.kind(), CHANGE));
        }
        if (type.scale() != null) {
            subs.add(new Sub("scale", "autoscaling", "v1", "Scale", CHANGE));
        }
        type.subresources().stream().sorted().forEach(name -> {
            switch (name) {
                case "log" -> subs.add(new Sub(name, "", "v1", type.kind(), List.of("get")));
                case "eviction" -> subs.add(new Sub(name, "policy", "v1", "Eviction", List.of("create")));
                case "binding" -> subs.add(new Sub(name, "", "v1", "Binding", List.of("create")));
                case "portforward" ->
                    subs.add(new Sub(name, "", "v1", "PodPortForwardOptions", List.of("create", "get")));
                case "proxy" -> subs.add(new Sub(name, "", "v1", type.kind() + "ProxyOptions", ALL));
                case "token" -> subs.add(new Sub(name, AUTHENTICATION, "v1", "TokenRequest", List.of("create")));
                case "finalize" -> subs.add(new Sub(name, "", "v1", type.kind(), List.of("update")));
                default -> throw new IllegalStateException("unknown subresource " + name);
            }
        });
        return subs;
    }

    /** The versions that consist of reviews. */
    static List<GroupVersion> reviews() {
        return List.of(new GroupVersion(AUTHENTICATION, "v1"), new GroupVersion(AUTHORIZATION, "v1"));
    }

    static List<Other> of(GroupVersion version) {
        if (!version.version().equals("v1")) {
            return List.of();
        }
        return switch (version.group()) {
            case AUTHENTICATION ->
                List.of(
                        new Other("selfsubjectreviews", "selfsubjectreview", "SelfSubjectReview", false),
                        new Other("tokenreviews", "tokenreview", "TokenReview", false));
            case AUTHORIZATION ->
                List.of(
                        new Other(
                                "localsubjectaccessreviews",
                                "localsubjectaccessreview",
                                "LocalSubjectAccessReview",
                                true),
                        new Other(
                                "selfsubjectaccessreviews",
                                "selfsubjectaccessreview",
                                "SelfSubjectAccessReview",
                                false),
                        new Other("selfsubjectrulesreviews", "selfsubjectrulesreview", "SelfSubjectRulesReview", false),
                        new Other("subjectaccessreviews", "subjectaccessreview", "SubjectAccessReview", false));
            default -> List.of();
        };
    }
}
