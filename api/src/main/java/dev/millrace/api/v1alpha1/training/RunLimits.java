package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How often a run may be tried. */
@Wire
public record RunLimits(
        @Default("3")
        @Min(0)
        @Max(100)
        @JsonPropertyDescription(
                "How often a failure that may pass, such as a lost node, is tried again. Wrong input never is.")
        @Nullable
        Integer retries) {}
