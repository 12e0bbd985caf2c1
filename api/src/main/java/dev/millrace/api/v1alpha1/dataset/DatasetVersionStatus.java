package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.ObjectReference;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import dev.millrace.api.v1alpha1.dataset.DataTest.Severity;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a data version. */
@Wire
public record DatasetVersionStatus(
        @JsonPropertyDescription("The metadata.generation that this status is about.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Where the version stands.") @Nullable
        Phase phase,

        @JsonPropertyDescription("What it waits for or why it failed, in a sentence.") @Nullable
        String message,

        @Size(max = 20) @JsonPropertyDescription("Objects that refer to this version, at most 20.")
        List<ObjectReference> usedBy,

        @JsonPropertyDescription(
                "Digest of the typed rows in order: same rows and types, same digest, whatever the files' format.")
        @Nullable
        String digest,

        @JsonPropertyDescription("Digest of how this version's spec sees the rows: roles, split and profile.") @Nullable
        String view,

        @JsonPropertyDescription("Rows in the version.") @Nullable
        Long rows,

        @JsonPropertyDescription("Bytes stored for the version.") @Nullable
        Long sizeBytes,

        @JsonPropertyDescription("Bytes of them that the store did not have before.") @Nullable
        Long newBytes,

        @JsonPropertyDescription("Where the version's manifest lies.") @Nullable
        String location,

        @JsonPropertyDescription("Whether the same rows under the same spec were found instead of read again.")
        @Nullable
        Boolean cached,

        @Size(max = 32) @JsonPropertyDescription("The first 32 columns; the whole profile lies in the store.")
        List<ColumnSummary> columns,

        @JsonPropertyDescription("Number of all columns.") @Nullable
        Integer columnCount,

        @JsonPropertyDescription("Rows of each split.") @Nullable
        SplitRows splits,

        @JsonPropertyDescription("What the data tests found.") @Nullable
        Tests tests,

        @JsonPropertyDescription("What changed against the parent.") @Nullable
        Diff diff,

        @Size(max = 20)
        @JsonPropertyDescription("What looks wrong without being refused, such as a feature that gives the label away.")
        List<String> warnings,

        @Size(max = 16)
        @JsonPropertyDescription("Ready, Finished, TestsPassed; Reconciling and Stalled while they are true.")
        List<Condition> conditions) {
    public DatasetVersionStatus {
        usedBy = Absent.asEmpty(usedBy);
        columns = Absent.asEmpty(columns);
        warnings = Absent.asEmpty(warnings);
        conditions = Absent.asEmpty(conditions);
    }

    /** The same, with other users. */
    public DatasetVersionStatus withUsedBy(List<ObjectReference> users) {
        return new DatasetVersionStatus(
                observedGeneration,
                phase,
                message,
                users,
                digest,
                view,
                rows,
                sizeBytes,
                newBytes,
                location,
                cached,
                columns,
                columnCount,
                splits,
                tests,
                diff,
                warnings,
                conditions);
    }

    /** Where a version stands. */
    @WireEnum
    public enum Phase {
        @JsonProperty("Pending")
        PENDING,
        @JsonProperty("Ingesting")
        INGESTING,
        @JsonProperty("Ready")
        READY,
        @JsonProperty("Failed")
        FAILED
    }

    /** A column with figures over all rows. */
    @Wire
    public record ColumnSummary(
            @JsonPropertyDescription("Its name.") String name,

            @JsonPropertyDescription("Its type, declared or inferred.")
            Column.Type type,

            @JsonPropertyDescription("What it is for.") Column.Role role,

            @JsonPropertyDescription("Missing values.") @Nullable
            Long nulls,

            @JsonPropertyDescription("Smallest number.") @Nullable
            Double min,

            @JsonPropertyDescription("Largest number.") @Nullable
            Double max,

            @JsonPropertyDescription("Mean of the numbers.") @Nullable
            Double mean,

            @JsonPropertyDescription("First point in time of a timestamp column.") @Nullable
            String earliest,

            @JsonPropertyDescription("Last point in time of a timestamp column.") @Nullable
            String latest,

            @JsonPropertyDescription(
                    "Different values. Of many columns, the last ones have no figures from here on: the profile has them.")
            @Nullable
            Long distinct,

            @JsonPropertyDescription("Standard deviation of the numbers, of the population.") @Nullable
            Double stddev,

            @JsonPropertyDescription("A twentieth of the numbers are at most this one.") @Nullable
            Double p05,

            @JsonPropertyDescription("Median of the numbers: the smaller of the two in the middle.") @Nullable
            Double p50,

            @JsonPropertyDescription("A twentieth of the numbers are larger than this one.") @Nullable
            Double p95) {}

    /** Rows of each split. */
    @Wire
    public record SplitRows(
            @JsonPropertyDescription("Rows that models are fitted to.")
            Long train,

            @JsonPropertyDescription("Rows for early stopping.")
            Long validation,

            @JsonPropertyDescription("Rows for metrics and gates.")
            Long test,

            @JsonPropertyDescription("Rows without a label, which are in no split.") @Nullable
            Long unlabelled) {}

    /** What the data tests found. */
    @Wire
    public record Tests(
            @JsonPropertyDescription("Tests that passed.") Integer passed,

            @JsonPropertyDescription("Tests of severity Warn that do not hold.") @Nullable
            Integer warned,

            @JsonPropertyDescription("Tests that failed.") Integer failed,

            @Size(max = 20) @JsonPropertyDescription("The first tests that do not hold, those of severity Warn last.")
            List<Failure> failures) {
        public Tests {
            failures = Absent.asEmpty(failures);
        }
    }

    /** A test that does not hold. */
    @Wire
    public record Failure(
            @JsonPropertyDescription("Name of the test.") String name,

            @JsonPropertyDescription("Its column.") @Nullable
            String column,

            @JsonPropertyDescription("Warn where the version is Ready all the same.") @Nullable
            Severity severity,

            @JsonPropertyDescription("What was seen.") String observed,

            @JsonPropertyDescription("What the spec wants.") String expected,

            @Size(max = 5)
            @JsonPropertyDescription("Up to five offending values, with their row numbers or how often they occur.")
            List<String> examples) {
        public Failure {
            examples = Absent.asEmpty(examples);
        }
    }

    /** What changed against the parent. */
    @Wire
    public record Diff(
            @JsonPropertyDescription("Name of the parent.") String parent,

            @JsonPropertyDescription("Rows that the parent lacks, counted with multiplicity.")
            Long rowsAdded,

            @JsonPropertyDescription("Rows that only the parent has, counted with multiplicity.")
            Long rowsRemoved,

            @JsonPropertyDescription(
                    "Rows whose key both versions have and whose values differ. Only where both have the same key columns; else such a row is one added and one removed.")
            @Nullable
            Long rowsChanged,

            @Size(max = 20) @JsonPropertyDescription("The first 20 columns that the parent lacks.")
            List<String> columnsAdded,

            @Size(max = 20) @JsonPropertyDescription("The first 20 columns that only the parent has.")
            List<String> columnsRemoved,

            @Size(max = 20) @JsonPropertyDescription("The first 20 columns of both whose types differ.")
            List<Retyped> columnsRetyped,

            @Size(max = 20)
            @JsonPropertyDescription(
                    "The 20 features and labels that drifted most, by more than 0.1 and more than chance makes.")
            List<Drifted> drifted) {
        public Diff {
            columnsAdded = Absent.asEmpty(columnsAdded);
            columnsRemoved = Absent.asEmpty(columnsRemoved);
            columnsRetyped = Absent.asEmpty(columnsRetyped);
            drifted = Absent.asEmpty(drifted);
        }
    }

    /** A column whose values moved. */
    @Wire
    public record Drifted(
            @JsonPropertyDescription("Its name.") String column,

            @JsonPropertyDescription(
                    "Population stability index of its values; of texts the larger of their lengths' and their words'.")
            Double psi) {}

    /** A column whose type changed. */
    @Wire
    public record Retyped(
            @JsonPropertyDescription("Its name.") String name,

            @JsonPropertyDescription("Its type in the parent.")
            Column.Type from,

            @JsonPropertyDescription("Its type now.") Column.Type to) {}
}
