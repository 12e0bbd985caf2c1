package dev.millrace.contract.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ingest made, in short.
 *
 * @param digest of the typed rows in order
 * @param view digest of the {@link dev.millrace.contract.dataset.DatasetView}: roles, split and profile of these rows
 * @param rows in the version
 * @param sizeBytes stored for this version
 * @param newBytes of them that the store did not have
 * @param location of the version's manifest
 * @param columns the first 32, or as many as fit a termination message
 * @param columnCount all columns
 * @param splits rows of each split
 * @param tests what the data tests found
 * @param diff against the parent, where there is one
 * @param warnings leak checks and the like, a sentence each
 */
public record IngestSummary(
        Digest digest,
        Digest view,
        long rows,
        long sizeBytes,
        long newBytes,
        String location,
        List<Column> columns,
        int columnCount,
        SplitRows splits,
        Tests tests,
        @Nullable Diff diff,
        List<String> warnings) {
    public IngestSummary {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }

    /** A column with figures over all rows; min, max and mean where the type has them (numbers; timestamps as ISO text, without mean). */
    public record Column(
            String name,
            ColumnType type,
            ColumnRole role,
            long nulls,
            @Nullable JsonNode min,
            @Nullable JsonNode max,
            @Nullable Double mean) {}

    /** Rows of each split, and rows without a label, which are in none. */
    public record SplitRows(long train, long validation, long test, long unlabelled) {}

    /**
     * What the data tests found.
     *
     * @param passed tests that hold
     * @param warned tests that do not, and only warn
     * @param failed tests that do not, and fail the version
     * @param failures of both, those that fail the version first
     */
    public record Tests(int passed, int warned, int failed, List<TestFailure> failures) {
        public Tests {
            failures = List.copyOf(failures);
        }

        /** All tests of the spec. */
        public int count() {
            return passed + warned + failed;
        }

        /** The same counts, fewer details. */
        public Tests withFailures(List<TestFailure> fewer) {
            return new Tests(passed, warned, failed, fewer);
        }
    }

    /**
     * A test that does not hold.
     *
     * @param name of the test
     * @param column null: all rows
     * @param severity null: the version fails
     * @param observed what was seen
     * @param expected what the spec wants
     * @param examples up to five offending values, with their row numbers (from 1) or how often they occur
     */
    public record TestFailure(
            String name,
            @Nullable String column,
            @Nullable Severity severity,
            String observed,
            String expected,
            List<String> examples) {
        public TestFailure {
            examples = List.copyOf(examples);
        }

        /** The same with fewer examples. */
        public TestFailure withExamples(List<String> fewer) {
            return new TestFailure(name, column, severity, observed, expected, fewer);
        }
    }

    /** Rows that the parent lacks and rows that only the parent has, counted with multiplicity. */
    public record Diff(long rowsAdded, long rowsRemoved) {}
}
