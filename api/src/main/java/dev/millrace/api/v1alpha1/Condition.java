package dev.millrace.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A condition in Kubernetes' standard form. Type and reason are texts, so that one written by a newer version can be read; see {@link Type}
 * and {@link Reason} for ours.
 */
@Wire
public record Condition(
        @Required @Size(max = 316) @JsonPropertyDescription("What the condition is about; at most one of each type.")
        String type,

        @Required @JsonPropertyDescription("Whether it holds.")
        Status status,

        @JsonPropertyDescription("The metadata.generation that the condition was set for.") @Nullable
        Long observedGeneration,

        @Required @JsonPropertyDescription("When the status last changed (RFC 3339, UTC).")
        String lastTransitionTime,

        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @JsonPropertyDescription("Why, in one CamelCase word for programs.")
        String reason,

        @Required @Size(max = 32768) @JsonPropertyDescription("Why, in a sentence for people.")
        String message) {

    /** The types that Millrace sets. */
    public enum Type {
        READY("Ready"),
        FINISHED("Finished"),
        TESTS_PASSED("TestsPassed"),
        GATES_PASSED("GatesPassed"),
        RECONCILING("Reconciling"),
        STALLED("Stalled");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** The three values of a condition. */
    @WireEnum
    public enum Status {
        @JsonProperty("True")
        TRUE,
        @JsonProperty("False")
        FALSE,
        @JsonProperty("Unknown")
        UNKNOWN
    }
}
