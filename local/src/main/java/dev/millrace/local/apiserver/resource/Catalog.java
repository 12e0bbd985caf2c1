package dev.millrace.local.apiserver.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All resources that are served. Readers see one state of it at a time. */
public final class Catalog {
    private final AtomicLong generation = new AtomicLong();
    private volatile Map<GroupVersion, Map<String, ResourceType>> types = Map.of();

    /** A version of a group; the core group is empty. */
    public record GroupVersion(String group, String version) {
        /** {@code v1}, {@code apps/v1}. */
        public String apiVersion() {
            return group.isEmpty() ? version : group + "/" + version;
        }

        public static GroupVersion parse(String apiVersion) {
            int slash = apiVersion.indexOf('/');
            return slash < 0
                    ? new GroupVersion("", apiVersion)
                    : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
        }
    }

    /** Serves further resources, in the place of what had the same names. */
    public synchronized void add(Collection<ResourceType> added) {
        Map<GroupVersion, Map<String, ResourceType>> next = copy();
        for (ResourceType type : added) {
            next.computeIfAbsent(new GroupVersion(type.group(), type.version()), any -> new LinkedHashMap<>())
                    .put(type.names().plural(), type);
        }
        publish(next);
    }

    /** Serves a resource no more, in no version. */
    public synchronized void remove(String group, String plural) {
        Map<GroupVersion, Map<String, ResourceType>> next = copy();
        next.forEach((version, resources) -> {
            if (version.group().equals(group)) {
                resources.remove(plural);
            }
        });
        next.values().removeIf(Map::isEmpty);
        publish(next);
    }

    private Map<GroupVersion, Map<String, ResourceType>> copy() {
        Map<GroupVersion, Map<String, ResourceType>> copy = new LinkedHashMap<>();
        types.forEach((version, resources) -> copy.put(version, new LinkedHashMap<>(resources)));
        return copy;
    }

    private void publish(Map<GroupVersion, Map<String, ResourceType>> next) {
        types = next;
        generation.incrementAndGet();
    }

    /** Grows with each change. */
    public long generation() {
        return generation.get();
    }

    public @Nullable ResourceType find(String group, String version, String plural) {
        Map<String, ResourceType> resources = types.get(new GroupVersion(group, version));
        return resources == null ? null : resources.get(plural);
    }

    /** The resource of a kind, by {@code apiVersion} and {@code kind} of an object. */
    public @Nullable ResourceType ofKind(String apiVersion, String kind) {
        Map<String, ResourceType> resources = types.get(GroupVersion.parse(apiVersion));
        return resources == null
                ? null
                : resources.values().stream()
                        .filter(type -> type.kind().equals(kind))
                        .findFirst()
                        .orElse(null);
    }

    /** One of the versions of a resource by its storage name. */
    public @Nullable ResourceType ofStorage(String storage) {
        return types.values().stream()
                .flatMap(resources -> resources.values().stream())
                .filter(type -> Objects.equals(type.storage(), storage))
                .findFirst()
                .orElse(null);
    }

    /** In the order in which they were added. */
    public List<GroupVersion> versions() {
        return List.copyOf(types.keySet());
    }

    public List<ResourceType> resources(GroupVersion version) {
        return new ArrayList<>(types.getOrDefault(version, Map.of()).values());
    }
}
