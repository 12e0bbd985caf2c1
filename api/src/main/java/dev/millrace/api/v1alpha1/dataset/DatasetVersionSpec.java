package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.NameReference;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rows, how they are typed, split and tested. */
@Wire
@ValidationRule(
        value = "!has(self.strictColumns) || !self.strictColumns || (has(self.columns) && size(self.columns) > 0)",
        message = "strictColumns: true needs columns, as it refuses every column that is not listed",
        fieldPath = ".strictColumns")
@ValidationRule(
        value = "!has(self.columns) || self.columns.filter(c, has(c.role) && c.role == 'label').size() <= 1",
        message = "at most one column has the role label",
        fieldPath = ".columns")
@ValidationRule(
        value = "!has(self.columns) || !has(self.split) || !has(self.split.columns)"
                + " || self.columns.all(c, !has(c.role) || c.role != 'label' || !(c.name in self.split.columns))",
        message = "split.columns never hold the label: a row's split must not depend on it",
        fieldPath = ".split.columns")
@ValidationRule(value = SplitRules.ONE_TIME, message = SplitRules.ONE_TIME_MESSAGE, fieldPath = ".split.by")
@ValidationRule(value = SplitRules.BY_IS_CLEAR, message = SplitRules.BY_IS_CLEAR_MESSAGE, fieldPath = ".split.by")
@ValidationRule(value = SplitRules.CLASSES, message = SplitRules.CLASSES_MESSAGE, fieldPath = ".split.stratify")
@ValidationRule(value = SplitRules.TIMES, message = SplitRules.TIMES_MESSAGE, fieldPath = ".split.columns")
@ValidationRule(value = SplitRules.NAMES, message = SplitRules.NAMES_MESSAGE, fieldPath = ".split.columns")
@ValidationRule(
        value =
                "!has(self.strictColumns) || !self.strictColumns || !has(self.columns) || !has(self.tests)"
                        + " || self.tests.all(t, !has(t.column) || t.column == '*' || self.columns.exists(c, c.name == t.column))",
        message = "with strictColumns: true a test's column is one of columns",
        fieldPath = ".tests")
@ValidationRule(
        value =
                "!has(self.columns) || !has(self.tests) || self.tests.all(t, !has(t.column) || !(has(t.min) || has(t.max))"
                        + " || !self.columns.exists(c, c.name == t.column && has(c.type) && c.type in ['category', 'text', 'boolean', 'timestamp']))",
        message = "min and max test columns of type number or integer",
        fieldPath = ".tests")
@ValidationRule(
        value =
                "!has(self.columns) || !has(self.tests) || self.tests.all(t, !has(t.column) || !has(t.maxAge)"
                        + " || !self.columns.exists(c, c.name == t.column && ((has(c.type) && c.type != 'timestamp') || (has(c.sensitive) && c.sensitive))))",
        message = "maxAge tells the newest value of a column: one of type timestamp that is not sensitive",
        fieldPath = ".tests")
@ValidationRule(
        value = "!has(self.tests) || self.tests.filter(t, has(t.maxAge)).size() <= 8",
        message = "at most 8 tests have maxAge",
        fieldPath = ".tests")
@ValidationRule(
        value = "!has(self.tests) || self.tests.filter(t, has(t.references)).size() <= 16",
        message = "at most 16 tests have references",
        fieldPath = ".tests")
@ValidationRule(
        value = "!has(self.source.http) || has(self.format)"
                + " || self.source.http.url.matches('^[^?]*[.](?i:csv|parquet|jsonl|ndjson)([.](?i:gz|zst))?([?]|$)')",
        message = "the URL's path does not tell the file's format: give csv, parquet or jsonl",
        fieldPath = ".format")
@ValidationRule(
        value = "!has(self.source.jdbc) || !has(self.format)",
        message = "rows of a database have no format",
        fieldPath = ".format")
public record DatasetVersionSpec(
        @Required
        @JsonPropertyDescription("Where the rows come from: exactly one of configMap, volume, http, s3 and jdbc.")
        Source source,

        @Size(min = 1, max = Limits.OBJECT_NAME)
        @Pattern(Limits.OBJECT_NAME_PATTERN)
        @JsonPropertyDescription(
                "ServiceAccount of the pod that reads the rows, for what its identity opens. No token of the API server is mounted. Left out: default.")
        @Nullable
        String serviceAccountName,

        @JsonPropertyDescription(
                "Format of the files. Left out: from the files' names (.csv, .parquet, .jsonl or .ndjson, before .gz or .zst).")
        @Nullable
        Format format,

        @Size(min = 1, max = Limits.SQL)
        @JsonPropertyDescription(
                "DuckDB SQL over the source's rows, the table source: one SELECT, whose result is the version. Left out: the rows as they are.")
        @Nullable
        String query,

        @Default("false")
        @JsonPropertyDescription(
                "true: a column that columns does not list is refused. false: it is kept and its type inferred from all its values.")
        @Nullable
        Boolean strictColumns,

        @Size(max = Limits.COLUMNS)
        @JsonPropertyDescription(
                "What is known of columns, of the query's result where there is one; the rest is inferred.")
        List<Column> columns,

        @JsonPropertyDescription("How rows are given to train, validation and test.") @Nullable
        Split split,

        @Size(max = Limits.TESTS)
        @JsonPropertyDescription(
                "What must hold of the rows. If one fails the version is kept for inspection, never Ready, and nothing trains on it.")
        List<DataTest> tests,

        @JsonPropertyDescription(
                "The version to compare with: rows and columns that were added, removed or changed, and drift.")
        @Nullable
        NameReference parent) {
    public DatasetVersionSpec {
        columns = Absent.asEmpty(columns);
        tests = Absent.asEmpty(tests);
    }

    /** The same rows, counted against another version. */
    public DatasetVersionSpec withParent(@Nullable NameReference newParent) {
        return new DatasetVersionSpec(
                source, serviceAccountName, format, query, strictColumns, columns, split, tests, newParent);
    }

    /** The same without tests against a parent, of which there is none. */
    public DatasetVersionSpec withoutParent() {
        return new DatasetVersionSpec(
                source,
                serviceAccountName,
                format,
                query,
                strictColumns,
                columns,
                split,
                tests.stream().flatMap(test -> test.withoutDrift().stream()).toList(),
                null);
    }

    /** Formats that can be read, plain or compressed by gzip or zstd. */
    @WireEnum
    public enum Format {
        @JsonProperty("csv")
        CSV,
        @JsonProperty("parquet")
        PARQUET,
        @JsonProperty("jsonl")
        JSON_LINES
    }
}
