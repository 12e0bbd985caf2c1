package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.NameReference;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must hold of a column, or of the whole version. */
@Wire
@ValidationRule(
        value = "has(self.min) || has(self.max) || has(self.maxNullFraction) || has(self.allowed) || has(self.pattern)"
                + " || has(self.minRows) || has(self.maxRows) || has(self.sql) || (has(self.nullable) && !self.nullable)"
                + " || (has(self.unique) && self.unique)"
                + " || has(self.maxDrift) || has(self.maxAge) || has(self.references)",
        message =
                "a test tests something: give min, max, nullable: false, maxNullFraction, allowed, pattern, unique: true,"
                        + " maxDrift, maxAge, references, minRows, maxRows or sql")
@ValidationRule(
        value = "!has(self.column) || !has(self.minRows)",
        message = "minRows is about all rows: leave column out",
        fieldPath = ".minRows")
@ValidationRule(
        value = "!has(self.column) || !has(self.maxRows)",
        message = "maxRows is about all rows: leave column out",
        fieldPath = ".maxRows")
@ValidationRule(
        value =
                "has(self.column) || !((!has(self.sql) && (has(self.min) || has(self.max))) || has(self.nullable) || has(self.maxNullFraction)"
                        + " || has(self.allowed) || has(self.pattern) || has(self.unique) || has(self.maxDrift) || has(self.maxAge)"
                        + " || has(self.references))",
        message =
                "min, max, nullable, maxNullFraction, allowed, pattern, unique, maxDrift, maxAge and references need a column",
        fieldPath = ".column")
@ValidationRule(
        value =
                "!has(self.maxAge) || !(has(self.min) || has(self.max) || has(self.nullable) || has(self.maxNullFraction) || has(self.allowed)"
                        + " || has(self.pattern) || has(self.unique) || has(self.maxDrift) || has(self.references) || has(self.sql))",
        message = "maxAge is a test of its own: leave the other bounds out",
        fieldPath = ".maxAge")
@ValidationRule(
        value = "!(has(self.maxAge) || has(self.references)) || !has(self.column) || self.column != '*'",
        message = "maxAge and references test one column: name it",
        fieldPath = ".column")
@ValidationRule(
        value = "!has(self.sql) || !(has(self.column) || has(self.minRows) || has(self.maxRows))",
        message = "sql is about all rows, and a test of its own: leave column, minRows and maxRows out",
        fieldPath = ".sql")
@ValidationRule(
        value = "!has(self.sql) || has(self.equals) || has(self.min) || has(self.max)",
        message = "sql gives one number: say what it equals, or its min or max",
        fieldPath = ".sql")
@ValidationRule(
        value = "!has(self.equals) || has(self.sql)",
        message = "equals is what sql gives: write the sql",
        fieldPath = ".equals")
@ValidationRule(
        value = "!has(self.min) || !has(self.max) || self.min <= self.max",
        message = "min is at most max",
        fieldPath = ".min")
@ValidationRule(
        value = "!has(self.minRows) || !has(self.maxRows) || self.minRows <= self.maxRows",
        message = "minRows is at most maxRows",
        fieldPath = ".minRows")
@ValidationRule(
        value = "!has(self.pattern) || ''.matches(self.pattern) in [true, false]",
        message = "a pattern is a regular expression of RE2",
        fieldPath = ".pattern")
public record DataTest(
        @Required
        @Size(min = 1, max = Limits.RULE_NAME)
        @Pattern("^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$")
        @JsonPropertyDescription("Name of the test.")
        String name,

        @Size(min = 1, max = Limits.COLUMN_NAME)
        @JsonPropertyDescription("The column, or * for each column that the test can be made of.")
        @Nullable
        String column,

        @Default("Fail")
        @JsonPropertyDescription(
                "What a version that breaks the test comes to. Fail: it is kept for inspection, never Ready. Warn: its status tells it.")
        @Nullable
        Severity severity,

        @JsonPropertyDescription("Smallest value, of the column or of what sql gives. Missing values of a column pass.")
        @Nullable
        Double min,

        @JsonPropertyDescription("Largest value, of the column or of what sql gives. Missing values of a column pass.")
        @Nullable
        Double max,

        @JsonPropertyDescription("false: no value is missing; then serving refuses a missing value too.") @Nullable
        Boolean nullable,

        @Min(0) @Max(1) @JsonPropertyDescription("Largest share of rows without a value, from 0 to 1.") @Nullable
        Double maxNullFraction,

        @Size(min = 1, max = Limits.ALLOWED) @JsonPropertyDescription("The only values, as text. Missing values pass.")
        List<String> allowed,

        @Size(min = 1, max = Limits.PATTERN)
        @JsonPropertyDescription(
                "Regular expression (RE2) that every value of a category or text column matches as a whole. Missing values pass.")
        @Nullable
        String pattern,

        @JsonPropertyDescription("true: no value occurs twice. Missing values pass.") @Nullable
        Boolean unique,

        @Min(0)
        @JsonPropertyDescription(
                "Largest drift (population stability index) against the parent, such as 0.25; drift counts where it is more than chance makes. With column * each feature and the label is tested.")
        @Nullable
        Double maxDrift,

        @Size(min = 2, max = Limits.DURATION)
        @Pattern(Limits.DURATION_PATTERN)
        @JsonPropertyDescription(
                "How old the newest value of a timestamp column may be when the version is created, such as 48h or 1h30m.")
        @Nullable
        String maxAge,

        @JsonPropertyDescription("A column of another version that has every value of this one. Missing values pass.")
        @Nullable
        Reference references,

        @Min(1) @JsonPropertyDescription("Fewest rows of the version.") @Nullable
        Long minRows,

        @Min(1) @JsonPropertyDescription("Most rows of the version.") @Nullable
        Long maxRows,

        @Size(min = 1, max = Limits.TEST_SQL)
        @JsonPropertyDescription(
                "DuckDB SQL over the version's rows, the table data: one SELECT that gives one number, to which equals, min and max apply.")
        @Nullable
        String sql,

        @JsonPropertyDescription("What sql gives.") @Nullable
        Double equals) {
    public DataTest {
        allowed = Absent.asEmpty(allowed);
    }

    /** The same without what needs a parent; empty if it tests nothing else. */
    public Optional<DataTest> withoutDrift() {
        boolean testsMore = Stream.of(min, max, maxNullFraction, pattern, maxAge, references, minRows, maxRows, sql)
                        .anyMatch(Objects::nonNull)
                || !allowed.isEmpty()
                || Boolean.FALSE.equals(nullable)
                || Boolean.TRUE.equals(unique);
        if (maxDrift == null) {
            return Optional.of(this);
        }
        return testsMore
                ? Optional.of(new DataTest(
                        name,
                        column,
                        severity,
                        min,
                        max,
                        nullable,
                        maxNullFraction,
                        allowed,
                        pattern,
                        unique,
                        null,
                        maxAge,
                        references,
                        minRows,
                        maxRows,
                        sql,
                        equals))
                : Optional.empty();
    }

    /** A column of another version. */
    @Wire
    public record Reference(
            @Required @JsonPropertyDescription("The version. The test waits until it is Ready.")
            NameReference dataset,

            @Required @Size(min = 1, max = Limits.COLUMN_NAME) @JsonPropertyDescription("Its column, of the same type.")
            String column) {}

    /** What a test that does not hold means. */
    @WireEnum
    public enum Severity {
        @JsonProperty("Fail")
        FAIL,
        @JsonProperty("Warn")
        WARN
    }
}
