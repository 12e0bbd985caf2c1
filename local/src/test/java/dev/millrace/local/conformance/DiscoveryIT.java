package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Api.Request;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Scratch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients find out what there is. */
@Conformance
class DiscoveryIT {
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final String GADGETS = """
            name: gadgets
            singularName: gadget
            namespaced: true
            kind: Gadget
            shortNames: [gd]
            categories: [%s]
            """;

    private final Api api;
    private final Gadgets kind;

    DiscoveryIT(Scratch scratch, Gadgets kind) {
        this.api = scratch.api();
        this.kind = kind;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apps/v1",
                "batch/v1",
                "policy/v1",
                "networking.k8s.io/v1",
                "coordination.k8s.io/v1",
                "events.k8s.io/v1",
                "discovery.k8s.io/v1",
                "rbac.authorization.k8s.io/v1",
                "storage.k8s.io/v1",
                "apiextensions.k8s.io/v1",
                "authentication.k8s.io/v1",
                "authorization.k8s.io/v1"
            })
    void servesTheGroup(String version) {
        List<String> all = api.get("/apis").ok().at("/groups").findValuesAsText("groupVersion");

        assertThat(all).contains(version);
        assertThat(api.get("/apis/" + version).ok().at("/groupVersion").asText())
                .isEqualTo(version);
        assertThat(api.get("/apis/" + version.substring(0, version.indexOf('/')))
                        .ok()
                        .at("/preferredVersion/groupVersion")
                        .asText())
                .isEqualTo(version);
    }

    @Test
    void listsAResourceWithItsNames() {
        JsonNode list = api.get("/apis/" + kind.apiVersion()).ok();

        ObjectNode gadgets = named(list.path("resources"), "name", "gadgets").deepCopy();
        gadgets.remove("storageVersionHash");
        assertThat(gadgets.remove("verbs").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder(
                        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
        assertThat(gadgets).isEqualTo(Api.yaml(GADGETS.formatted(kind.category())));
        assertThat(named(list.path("resources"), "name", "gadgets/status"))
                .isEqualTo(
                        Api.yaml(
                                "{name: gadgets/status, singularName: '', namespaced: true, kind: Gadget, verbs: [get, patch, update]}"));
        assertThat(named(list.path("resources"), "name", "gadgets/scale"))
                .isEqualTo(
                        Api.yaml(
                                "{name: gadgets/scale, singularName: '', namespaced: true, group: autoscaling, version: v1, kind: Scale, verbs: [get, patch, update]}"));
    }

    @Test
    void listsTheCore() {
        assertThat(api.get("/api").ok().path("versions")).isEqualTo(Api.yaml("[v1]"));
        JsonNode configMaps = named(api.get("/api/v1").ok().path("resources"), "name", "configmaps");
        assertThat(configMaps.path("kind").asText()).isEqualTo("ConfigMap");
        assertThat(configMaps.path("shortNames")).isEqualTo(Api.yaml("[cm]"));
        assertThat(configMaps.path("verbs"))
                .isEqualTo(Api.yaml("[create, delete, deletecollection, get, list, patch, update, watch]"));
    }

    @Test
    void tellsAllAtOnce() {
        JsonNode all = api.send(Request.get("/apis").accepting(AGGREGATED)).ok();

        assertThat(all.path("kind").asText()).isEqualTo("APIGroupDiscoveryList");
        JsonNode gadgets =
                named(all.path("items"), "/metadata/name", kind.group()).at("/versions/0/resources/0");
        assertThat(gadgets.path("resource").asText()).isEqualTo("gadgets");
        assertThat(gadgets.path("responseKind"))
                .isEqualTo(Api.yaml("{group: %s, version: v1, kind: Gadget}".formatted(kind.group())));
        assertThat(gadgets.path("scope").asText()).isEqualTo("Namespaced");
        assertThat(gadgets.path("subresources").findValuesAsText("subresource"))
                .containsExactlyInAnyOrder("status", "scale");
    }

    @Test
    void publishesSchemas() {
        String path = "apis/" + kind.apiVersion();
        String url = api.get("/openapi/v3")
                .ok()
                .path("paths")
                .path(path)
                .path("serverRelativeURL")
                .asText();

        JsonNode schemas = api.get(url).ok().at("/components/schemas");
        JsonNode gadget = schemas.properties().stream()
                .filter(schema -> schema.getKey().endsWith(".Gadget"))
                .findFirst()
                .orElseThrow()
                .getValue();
        assertThat(gadget.path("x-kubernetes-group-version-kind"))
                .isEqualTo(Api.yaml("[{group: %s, version: v1, kind: Gadget}]".formatted(kind.group())));
        assertThat(gadget.at("/properties/spec/properties/size/description").asText())
                .isEqualTo("How large it is.");
    }

    @Test
    void saysItsVersion() {
        JsonNode version = api.get("/version").ok();

        assertThat(version.path("gitVersion").asText()).startsWith("v1.");
        assertThat(api.get("/readyz").text()).isEqualTo("ok");
    }

    private static JsonNode named(JsonNode list, String field, String name) {
        String pointer = field.startsWith("/") ? field : "/" + field;
        return list.valueStream()
                .filter(one -> one.at(pointer).asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + list));
    }
}
