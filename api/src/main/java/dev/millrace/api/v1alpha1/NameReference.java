package dev.millrace.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names an object of a known kind in the same namespace. */
@Wire
public record NameReference(
        @Required
        @Size(min = 1, max = Limits.NAME)
        @Pattern(Limits.NAME_PATTERN)
        @JsonPropertyDescription("Name of an object in the same namespace.")
        String name) {}
