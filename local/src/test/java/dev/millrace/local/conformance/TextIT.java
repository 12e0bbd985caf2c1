package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Names and messages of people are in all scripts. */
@Conformance
class TextIT {
    private static final String TEXT = "Größe ≤ 3 m², 価格, 🏠";

    private final Scratch scratch;

    TextIT(Scratch scratch) {
        this.scratch = scratch;
    }

    @Test
    void podsAreRunWhateverTheyAndThoseBeforeThemSay() {
        Resource pods = scratch.in("pods");
        for (String name : new String[] {"first", "second", "third"}) {
            pods.create("""
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: %s
                      annotations: {example.com/text: "%s"}
                    spec:
                      restartPolicy: Never
                      containers:
                        - name: main
                          image: %s
                          command: [sh, -c, "true"]
                    """.formatted(name, TEXT, scratch.image())).ok();

            JsonNode ended =
                    pods.await(name, pod -> pod.at("/status/phase").asText().equals("Succeeded"));

            assertThat(ended.at("/metadata/annotations/example.com~1text").asText())
                    .isEqualTo(TEXT);
        }
    }
}
