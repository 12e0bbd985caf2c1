package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows are given to train, validation and test. */
@Wire
public record Split(
        @Default("hash")
        @JsonPropertyDescription(
                "hash: a row's split follows from its own values and the seed, so that it keeps it when rows are added.")
        @Nullable
        By by,

        @Size(max = Limits.SPLIT_COLUMNS)
        @JsonPropertyDescription(
                "Columns whose values are hashed. Left out: those with the role key, or without any all features.")
        List<String> columns,

        @JsonPropertyDescription("The parts of the rows; together 1.") @Nullable
        Fractions fractions,

        @Default("7") @Min(0) @JsonPropertyDescription("Another seed gives another split.") @Nullable
        Long seed) {
    public Split {
        columns = Absent.asEmpty(columns);
    }

    /** Ways to split. */
    @WireEnum
    public enum By {
        @JsonProperty("hash")
        HASH
    }

    /** Three fractions that add up to 1. */
    @Wire
    @ValidationRule(
            value =
                    "self.train + self.validation + self.test > 0.999999 && self.train + self.validation + self.test < 1.000001",
            message = "the fractions of train, validation and test add up to 1")
    public record Fractions(
            @Default("0.7")
            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("For fitting the model.")
            @Nullable
            Double train,

            @Default("0.15")
            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("For early stopping.")
            @Nullable
            Double validation,

            @Default("0.15")
            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("Read once, for the metrics and gates.")
            @Nullable
            Double test) {}
}
