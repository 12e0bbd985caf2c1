package dev.millrace.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An object of our kinds in the same namespace, as statuses name it. */
@Wire
public record ObjectReference(
        @Required @Size(max = Limits.RULE_NAME) @JsonPropertyDescription("Its kind.")
        String kind,

        @Required @Size(max = Limits.OBJECT_NAME) @JsonPropertyDescription("Its name.")
        String name) {}
