package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Following;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Changes are told in their order, from whatever version a client has seen. */
@Conformance
class WatchIT {
    private final Resource configMaps;

    WatchIT(Scratch scratch) {
        this.configMaps = scratch.in("configmaps");
    }

    @Test
    void goesOnFromAList() {
        String version = version();
        create("goes-on", "x");

        try (Following events = configMaps.watch("&resourceVersion=" + version + "&labelSelector=of%3Dgoes-on")) {
            assertThat(told(events.event())).isEqualTo("ADDED goes-on x");
            configMaps.patch("goes-on", Resource.MERGE_PATCH, "data: {a: y}").ok();
            assertThat(told(events.event())).isEqualTo("MODIFIED goes-on y");
            configMaps.delete("goes-on").ok();
            assertThat(told(events.event())).isEqualTo("DELETED goes-on y");
        }
    }

    @Test
    void beginsWithWhatIsThere() {
        create("there", "x");

        try (Following events = configMaps.watch("&labelSelector=of%3Dthere")) {
            assertThat(told(events.event())).isEqualTo("ADDED there x");
        }
    }

    @Test
    void anObjectEntersAndLeavesASelection() {
        create("moving", "x");

        try (Following events = configMaps.watch("&resourceVersion=" + version() + "&labelSelector=side%3Din")) {
            configMaps
                    .patch("moving", Resource.MERGE_PATCH, "metadata: {labels: {side: in}}")
                    .ok();
            assertThat(told(events.event())).isEqualTo("ADDED moving x");
            configMaps
                    .patch("moving", Resource.MERGE_PATCH, "metadata: {labels: {side: out}}")
                    .ok();
            assertThat(told(events.event())).isEqualTo("DELETED moving x");
        }
    }

    @Test
    void endsWhenItsTimeIsOver() {
        // Of none: Kubernetes puts a ConfigMap of its own into each namespace, when it gets to it.
        String none = "&labelSelector=of%3Dnobody";
        try (Following events = configMaps.watch("&resourceVersion=" + version() + "&timeoutSeconds=1" + none)) {
            events.awaitEnd();
        }
    }

    private String version() {
        return configMaps.list("?limit=1").ok().at("/metadata/resourceVersion").asText();
    }

    private void create(String name, String value) {
        configMaps
                .create("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {of: %s}}, data: {a: %s}}"
                        .formatted(name, name, value))
                .ok();
    }

    private static String told(JsonNode event) {
        return "%s %s %s"
                .formatted(
                        event.at("/type").asText(),
                        event.at("/object/metadata/name").asText(),
                        event.at("/object/data/a").asText());
    }
}
