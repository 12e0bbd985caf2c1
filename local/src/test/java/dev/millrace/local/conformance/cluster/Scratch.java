package dev.millrace.local.conformance.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Api.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A namespace for the tests of a class. */
public final class Scratch implements AutoCloseable {
    private static final String JSON = "application/json";

    private final ClusterUnderTest cluster;
    private final Api api;
    private final String namespace;

    private Scratch(ClusterUnderTest cluster, Api api, String namespace) {
        this.cluster = cluster;
        this.api = api;
        this.namespace = namespace;
    }

    static Scratch on(ClusterUnderTest cluster) {
        Api api = new Api(cluster.client());
        JsonNode created = api.send(
                        Request.of(
                                "POST",
                                "/api/v1/namespaces",
                                JSON,
                                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"generateName\": \"conformance-\"}}"))
                .ok();
        return new Scratch(cluster, api, created.at("/metadata/name").asText());
    }

    public Api api() {
        return api;
    }

    public String namespace() {
        return namespace;
    }

    /** An image that pods can have; it has a shell and a Java virtual machine. */
    public String image() {
        return cluster.image();
    }

    /** A container that runs a script with that shell, as JSON. */
    public String shell(String script) {
        return Api.json(Map.of(
                "name",
                "main",
                "image",
                image(),
                "imagePullPolicy",
                "IfNotPresent",
                "command",
                List.of("sh", "-c", script)));
    }

    /** For what a server knows a little later than it says, and tells by no watch. */
    public void letAMomentPass() {
        in("configmaps")
                .watch("&timeoutSeconds=1&fieldSelector=metadata.name%3Dnone")
                .awaitEnd();
    }

    /** The objects of a resource in the namespace: {@code configmaps}, {@code batch/v1/jobs}. */
    public Resource in(String resource) {
        return in(namespace, resource);
    }

    /** The objects of a resource in another namespace. */
    public Resource in(String other, String resource) {
        int plural = resource.lastIndexOf('/') + 1;
        return new Resource(api, root(resource) + "namespaces/" + other + "/" + resource.substring(plural));
    }

    /** All objects of a resource, of whatever namespace, or of a resource without namespaces. */
    public Resource all(String resource) {
        return new Resource(api, root(resource) + resource.substring(resource.lastIndexOf('/') + 1));
    }

    private static String root(String resource) {
        int plural = resource.lastIndexOf('/') + 1;
        return plural == 0 ? "/api/v1/" : "/apis/" + resource.substring(0, plural);
    }

    /** A name that nothing has yet. */
    public static String unused(String prefix) {
        return prefix + UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        api.send(Request.of("DELETE", "/api/v1/namespaces/" + namespace, JSON, "{}"));
    }
}
