package dev.millrace.local.conformance.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A kind of a CRD, {@code gadget.yaml}, in a group and a category of its own. */
public final class Gadgets implements AutoCloseable {
    private static final String DEFINITIONS = "apiextensions.k8s.io/v1/customresourcedefinitions";

    private final Scratch scratch;
    private final String group;

    private Gadgets(Scratch scratch, String group) {
        this.scratch = scratch;
        this.group = group;
    }

    /** Defines the kind, and waits until it is served. */
    static Gadgets in(Scratch scratch) {
        Gadgets gadgets = new Gadgets(scratch, Scratch.unused("g") + ".conformance.dev");
        gadgets.definitions().create(gadgets.text("gadget.yaml")).ok();
        gadgets.definitions().await(gadgets.definition(), Gadgets::isEstablished);
        gadgets.awaitServed();
        return gadgets;
    }

    /** A server takes a moment from the condition to the path: its watch tells when. */
    private void awaitServed() {
        Resource objects = objects();
        for (int i = 0; i < 100; i++) {
            try (Following events = objects.watch("&timeoutSeconds=1")) {
                if (events.code() == 200) {
                    return;
                }
                scratch.letAMomentPass();
            }
        }
        throw new AssertionError(objects.path() + " is not served");
    }

    public String group() {
        return group;
    }

    /** What the kind alone is in. */
    public String category() {
        return group.substring(0, group.indexOf('.'));
    }

    public String apiVersion() {
        return group + "/v1";
    }

    /** A name of the kind as kubectl has it, where others have a kind of the same name. */
    public String resource(String name) {
        return name + "." + group;
    }

    /** The objects of the kind in the namespace of the tests. */
    public Resource objects() {
        return scratch.in(apiVersion() + "/gadgets");
    }

    /** A gadget with a spec, in YAML. */
    public String gadget(String name, String spec) {
        return "{apiVersion: %s, kind: Gadget, metadata: {name: %s}, spec: %s}".formatted(apiVersion(), name, spec);
    }

    public Resource definitions() {
        return scratch.all(DEFINITIONS);
    }

    /** The name of the CRD. */
    public String definition() {
        return "gadgets." + group;
    }

    /** A file beside the tests, with the group and the category in their places. */
    public String text(String file) {
        try (InputStream stream = Objects.requireNonNull(
                Gadgets.class.getResourceAsStream("/dev/millrace/local/conformance/" + file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("GROUP", group)
                    .replace("CATEGORY", category());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEstablished(JsonNode definition) {
        return definition
                .at("/status/conditions")
                .valueStream()
                .anyMatch(condition -> condition.path("type").asText().equals("Established")
                        && condition.path("status").asText().equals("True"));
    }

    @Override
    public void close() {
        definitions().delete(definition());
    }
}
