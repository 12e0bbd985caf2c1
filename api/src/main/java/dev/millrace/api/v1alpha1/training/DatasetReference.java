package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Names a data version, and its rows if it must be these. */
@Wire
public record DatasetReference(
        @Required
        @Size(min = 1, max = Limits.NAME)
        @Pattern(Limits.NAME_PATTERN)
        @JsonPropertyDescription("Name of a DatasetVersion in the same namespace.")
        String name,

        @Size(max = Limits.DIGEST)
        @Pattern(Limits.DIGEST_PATTERN)
        @JsonPropertyDescription(
                "The digest that the version must have. The reference then also holds when the name is reused.")
        @Nullable
        String digest) {}
