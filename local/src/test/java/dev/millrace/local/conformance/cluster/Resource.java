package dev.millrace.local.conformance.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Api.Request;
import java.util.function.Predicate;

/** The objects of a kind in a namespace, or of all where the kind has no namespaces. Names may be followed by a subresource or a query. */
public final class Resource {
    public static final String JSON_PATCH = "application/json-patch+json";
    public static final String MERGE_PATCH = "application/merge-patch+json";
    public static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
    public static final String APPLY = "application/apply-patch+yaml";
    private static final String JSON = "application/json";

    private final Api api;
    private final String path;

    Resource(Api api, String path) {
        this.api = api;
        this.path = path;
    }

    /** Where it is. */
    public String path() {
        return path;
    }

    public Answer create(String yaml) {
        return createWith("", yaml);
    }

    /** With a query such as {@code ?dryRun=All}. */
    public Answer createWith(String query, String yaml) {
        return api.send(Request.of("POST", path + query, JSON, Api.yaml(yaml).toString()));
    }

    /** Posts to a subresource: {@code web/eviction}. */
    public Answer createAt(String name, String yaml) {
        return createWith("/" + name, yaml);
    }

    public Answer get(String name) {
        return api.get(path + "/" + name);
    }

    /** With a query such as {@code ?limit=2}, or none. */
    public Answer list(String query) {
        return api.get(path + query);
    }

    public Answer update(String name, JsonNode object) {
        return api.send(Request.of("PUT", path + "/" + name, JSON, object.toString()));
    }

    /** A patch of a type, as YAML. */
    public Answer patch(String name, String type, String yaml) {
        String body = type.equals(APPLY) ? yaml : Api.yaml(yaml).toString();
        return api.send(Request.of("PATCH", path + "/" + name, type, body));
    }

    /** Server-side apply by a field manager; the query may go on with {@code &force=true}. */
    public Answer apply(String name, String managerAndMore, String yaml) {
        String separator = name.contains("?") ? "&" : "?";
        return patch(name + separator + "fieldManager=" + managerAndMore, APPLY, yaml);
    }

    public Answer delete(String name) {
        return deleteWith(name, "{}");
    }

    /** With options such as {@code propagationPolicy: Orphan}. */
    public Answer deleteWith(String name, String options) {
        return api.send(
                Request.of("DELETE", path + "/" + name, JSON, Api.yaml(options).toString()));
    }

    /** Deletes all, or those of a query such as {@code ?labelSelector=…}. */
    public Answer deleteAll(String query) {
        return api.send(Request.of("DELETE", path + query, JSON, "{}"));
    }

    /** Follows changes, with a query that may begin with {@code &}. */
    public Following watch(String query) {
        return api.follow(path + "?watch=true" + query);
    }

    /** Waits until an object, which need not be there yet, is as wanted. */
    public JsonNode await(String name, Predicate<JsonNode> wanted) {
        try (Following events = watch("&fieldSelector=metadata.name%3D" + name)) {
            return events.until(wanted);
        }
    }

    /** Waits until an object is gone. */
    public void awaitGone(String name) {
        String version = list("").ok().at("/metadata/resourceVersion").asText();
        if (get(name).code() == 404) {
            return;
        }
        try (Following events = watch("&fieldSelector=metadata.name%3D" + name + "&resourceVersion=" + version)) {
            while (!events.event().path("type").asText().equals("DELETED")) {
                // The object changes once more before it goes.
            }
        }
    }
}
