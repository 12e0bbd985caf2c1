package dev.millrace.local.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.Catalog.GroupVersion;
import dev.millrace.local.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which groups, versions and resources there are: a document a version, or all in one. */
public final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private final Catalog catalog;
    private final String address;

    /**
     * Of what a catalog holds.
     *
     * @param address of this server, host and port
     */
    public Discovery(Catalog catalog, String address) {
        this.catalog = catalog;
        this.address = address;
    }

    /** {@code /api}. */
    public ObjectNode coreVersions() {
        ObjectNode versions = object("APIVersions", "");
        versions.remove("apiVersion");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", address);
        return versions;
    }

    /** {@code /apis}. */
    public ObjectNode groups() {
        ObjectNode list = object("APIGroupList", "v1");
        ArrayNode groups = list.putArray("groups");
        byGroup().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, versions, false));
            }
        });
        return list;
    }

    /** {@code /apis/<group>}, or null where there is none. */
    public @Nullable ObjectNode group(String name) {
        List<GroupVersion> versions = byGroup().get(name);
        return versions == null || name.isEmpty() ? null : group(name, versions, true);
    }

    private static ObjectNode group(String name, List<GroupVersion> versions, boolean alone) {
        ObjectNode group = alone ? object("APIGroup", "v1") : Documents.object();
        group.put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version -> list.add(version(version)));
        group.set("preferredVersion", version(versions.get(0)));
        return group;
    }

    private static ObjectNode version(GroupVersion version) {
        return Documents.object().put("groupVersion", version.apiVersion()).put("version", version.version());
    }

    /** {@code /api/v1}, {@code /apis/<group>/<version>}, or null where there is none. */
    public @Nullable ObjectNode resources(GroupVersion version) {
        List<ResourceType> types = catalog.resources(version);
        List<Subresources.Other> others = Subresources.of(version);
        if (types.isEmpty() && others.isEmpty()) {
            return null;
        }
        ObjectNode list = object("APIResourceList", "v1");
        list.put("groupVersion", version.apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : types) {
            resources.add(resource(type));
            Subresources.of(type)
                    .forEach(sub -> resources.add(sub.entry(type.names().plural(), type.namespaced())));
        }
        others.forEach(other -> resources.add(other.entry()));
        return list;
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode resource = Documents.object();
        resource.put("name", type.names().plural());
        resource.put("singularName", type.names().singular());
        resource.put("namespaced", type.namespaced());
        resource.put("kind", type.kind());
        texts(resource, "verbs", VERBS);
        names(resource, type);
        resource.put("storageVersionHash", Integer.toHexString(type.storage().hashCode()));
        return resource;
    }

    private static void names(ObjectNode resource, ResourceType type) {
        if (!type.names().shortNames().isEmpty()) {
            texts(resource, "shortNames", type.names().shortNames());
        }
        if (!type.names().categories().isEmpty()) {
            texts(resource, "categories", type.names().categories());
        }
    }

    static void texts(ObjectNode node, String field, List<String> values) {
        ArrayNode list = node.putArray(field);
        values.forEach(list::add);
    }

    /** All groups, or the core group, with all that is in them: {@code APIGroupDiscoveryList}. */
    public ObjectNode aggregated(boolean core, String version) {
        ObjectNode list = object("APIGroupDiscoveryList", "apidiscovery.k8s.io/" + version);
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        byGroup().forEach((group, versions) -> {
            if (group.isEmpty() == core) {
                ObjectNode item = items.addObject();
                ObjectNode metadata = item.putObject("metadata");
                if (!group.isEmpty()) {
                    metadata.put("name", group);
                }
                ArrayNode parts = item.putArray("versions");
                versions.forEach(each -> parts.add(aggregated(each)));
            }
        });
        return list;
    }

    private ObjectNode aggregated(GroupVersion version) {
        ObjectNode part = Documents.object();
        part.put("version", version.version());
        ArrayNode resources = part.putArray("resources");
        for (ResourceType type : catalog.resources(version)) {
            ObjectNode resource = resources.addObject();
            resource.put("resource", type.names().plural());
            resource.set("responseKind", kind(type.group(), type.version(), type.kind()));
            resource.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
            resource.put("singularResource", type.names().singular());
            texts(resource, "verbs", VERBS);
            names(resource, type);
            List<Subresources.Sub> subs = Subresources.of(type);
            if (!subs.isEmpty()) {
                ArrayNode list = resource.putArray("subresources");
                for (Subresources.Sub sub : subs) {
                    ObjectNode entry = list.addObject();
                    entry.put("subresource", sub.name());
                    entry.set("responseKind", kind(sub.group(), sub.version(), sub.kind()));
                    texts(entry, "verbs", sub.verbs());
                }
            }
        }
        for (Subresources.Other other : Subresources.of(version)) {
            ObjectNode resource = resources.addObject();
            resource.put("resource", other.plural());
            resource.set("responseKind", kind(version.group(), version.version(), other.kind()));
            resource.put("scope", other.namespaced() ? "Namespaced" : "Cluster");
            resource.put("singularResource", other.singular());
            texts(resource, "verbs", List.of("create"));
        }
        part.put("freshness", "Current");
        return part;
    }

    private static JsonNode kind(String group, String version, String kind) {
        return Documents.object().put("group", group).put("version", version).put("kind", kind);
    }

    private Map<String, List<GroupVersion>> byGroup() {
        Map<String, List<GroupVersion>> groups = new LinkedHashMap<>();
        catalog.versions().forEach(version -> groups.computeIfAbsent(version.group(), any -> new ArrayList<>())
                .add(version));
        Subresources.reviews()
                .forEach(version -> groups.computeIfAbsent(version.group(), any -> new ArrayList<>(List.of(version))));
        groups.values().forEach(versions -> versions.sort(Versions.ORDER));
        return groups;
    }

    /** {@code /version}. */
    public static ObjectNode version() {
        return Documents.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.0+millrace")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "jvm");
    }

    private static ObjectNode object(String kind, String apiVersion) {
        return Documents.object().put("kind", kind).put("apiVersion", apiVersion);
    }
}
