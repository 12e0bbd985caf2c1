package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows are given to train, validation and test. */
@Wire
@ValidationRule(
        value = "!has(self.by) || self.by == 'hash' || !has(self.seed)",
        message = "a seed is for by: hash; the other ways leave nothing to chance: leave it out",
        fieldPath = ".seed")
@ValidationRule(
        value = "!has(self.by) || self.by == 'hash' || !has(self.stratify)",
        message = "stratify is for by: hash: leave it out",
        fieldPath = ".stratify")
@ValidationRule(
        value = "!has(self.by) || self.by != 'column' || !has(self.fractions)",
        message = "by: column has no fractions, as the column says which row is in which split: leave them out",
        fieldPath = ".fractions")
@ValidationRule(
        value = "!has(self.by) || self.by != 'column' || (has(self.columns) && size(self.columns) == 1)",
        message = "by: column takes one column, whose values are train, validation and test: name it",
        fieldPath = ".columns")
@ValidationRule(
        value = "!has(self.by) || self.by != 'time' || !has(self.columns) || size(self.columns) <= 1",
        message = "by: time takes one column: name it, or give it the role time",
        fieldPath = ".columns")
public record Split(
        @JsonPropertyDescription(
                "hash: a row's split follows from its own values and the seed, so that it keeps it when rows are added. time: the earliest rows train, the latest test; rows of one time stay together. column: a column's values say train, validation or test. Left out: time where a column has the role time, else hash.")
        @Nullable
        By by,

        @Size(max = Limits.SPLIT_COLUMNS)
        @JsonPropertyDescription(
                "By hash: columns whose values are hashed; left out: those with the role key, or without any all features. By time: the column with the time; left out: the one with the role time. By column: the column that names each row's split.")
        List<String> columns,

        @JsonPropertyDescription(
                "The parts of the rows; together 1. Left out: 0.7, 0.15 and 0.15. Not with by: column.")
        @Nullable
        Fractions fractions,

        @Min(0) @JsonPropertyDescription("By hash: another seed gives another split. Left out: 7.") @Nullable
        Long seed,

        @JsonPropertyDescription(
                "By hash, true: each class of the label has the fractions exactly, as far as rows that stay together let it. Rows that agree in the columns, or in the key, must have the same label.")
        @Nullable
        Boolean stratify) {
    public Split {
        columns = Absent.asEmpty(columns);
    }

    /** Ways to split. */
    @WireEnum
    public enum By {
        @JsonProperty("hash")
        HASH,
        @JsonProperty("time")
        TIME,
        @JsonProperty("column")
        COLUMN
    }

    /** Three fractions that add up to 1. */
    @Wire
    @ValidationRule(
            value = "[(has(self.train) ? self.train : 0.7) + (has(self.validation) ? self.validation : 0.15)"
                    + " + (has(self.test) ? self.test : 0.15)].all(sum, sum > 0.999999 && sum < 1.000001)",
            message = "the fractions of train, validation and test add up to 1")
    public record Fractions(
            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("For fitting the model. Left out: 0.7.")
            @Nullable
            Double train,

            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("For early stopping. Left out: 0.15.")
            @Nullable
            Double validation,

            @Min(value = 0, inclusive = false)
            @Max(value = 1, inclusive = false)
            @JsonPropertyDescription("Read once, for the metrics and gates. Left out: 0.15.")
            @Nullable
            Double test) {}
}
