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
 * @param newest timestamps that tests ask for, whose age others judge
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
        List<Newest> newest,
        @Nullable Diff diff,
        List<String> warnings) {
    public IngestSummary {
        columns = List.copyOf(columns);
        // Reports of earlier versions of Millrace have none.
        newest = newest == null ? List.of() : List.copyOf(newest);
        warnings = List.copyOf(warnings);
    }

    /** The same with other findings of the data tests. */
    public IngestSummary withTests(Tests others) {
        return new IngestSummary(
                digest,
                view,
                rows,
                sizeBytes,
                newBytes,
                location,
                columns,
                columnCount,
                splits,
                others,
                newest,
                diff,
                warnings);
    }

    /**
     * The newest value of a timestamp column; none is reported for a column without values.
     *
     * @param test that asks for it
     * @param at in ISO 8601
     */
    public record Newest(String test, String at) {}

    /**
     * A column with figures over all rows; min, max and mean where the type has them (numbers; timestamps as ISO text, without mean).
     *
     * @param more figures; null: there was no room for them
     */
    public record Column(
            String name,
            ColumnType type,
            ColumnRole role,
            long nulls,
            @Nullable JsonNode min,
            @Nullable JsonNode max,
            @Nullable Double mean,
            @Nullable Figures more) {
        /** The same without what there was no room for. */
        public Column withoutMore() {
            return new Column(name, type, role, nulls, min, max, mean, null);
        }
    }

    /**
     * Figures that a person misses less than the columns behind them.
     *
     * @param distinct values that are not null
     * @param stddev of a number's values, of the population
     * @param p05 a value of a number: a twentieth of the values are at most that
     * @param p50 its median
     * @param p95 a value: a twentieth of the values are larger
     */
    public record Figures(
            long distinct,
            @Nullable Double stddev,
            @Nullable Double p05,
            @Nullable Double p50,
            @Nullable Double p95) {}

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

        /** How many tests failed, and the first of them. */
        public String failedSentence() {
            return failed + " of " + count() + " data tests failed: "
                    + failures.get(0).sentence();
        }

        /** How many tests warned, and the first of them; of a version none of whose tests failed. */
        public String warnedSentence() {
            return warned + " of " + count() + " data tests warned: "
                    + failures.get(0).sentence();
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

        /** What was wanted and what was seen, in a sentence. */
        public String sentence() {
            // A number of things needs a verb.
            boolean count = column == null && Character.isDigit(observed.charAt(0));
            return name + (column == null ? "" : " on " + column) + " expects " + expected
                    + (count ? ", but there are " : ", but ") + observed
                    + (examples.isEmpty() ? "." : " (" + examples.get(0) + ").");
        }

        /** The same with fewer examples. */
        public TestFailure withExamples(List<String> fewer) {
            return new TestFailure(name, column, severity, observed, expected, fewer);
        }
    }

    /**
     * What changed against the parent; rows are counted with multiplicity. Where columns differ, rows are compared in the columns that both
     * versions have with the same type.
     *
     * @param rowsAdded rows that the parent lacks
     * @param rowsRemoved rows that only the parent has
     * @param rowsChanged rows whose key both versions have, and whose values differ; null without keys, where such a row is added and removed
     * @param columnsAdded the first 20 columns that the parent lacks
     * @param columnsRemoved the first 20 columns that only the parent has
     * @param columnsRetyped the first 20 columns whose types differ
     * @param drifted the 20 features and labels that drifted most, by more than 0.1 and more than chance makes
     */
    public record Diff(
            long rowsAdded,
            long rowsRemoved,
            @Nullable Long rowsChanged,
            List<String> columnsAdded,
            List<String> columnsRemoved,
            List<Retyped> columnsRetyped,
            List<Drifted> drifted) {
        /** Reports of earlier versions of Millrace have rows only. */
        public Diff {
            columnsAdded = columnsAdded == null ? List.of() : List.copyOf(columnsAdded);
            columnsRemoved = columnsRemoved == null ? List.of() : List.copyOf(columnsRemoved);
            columnsRetyped = columnsRetyped == null ? List.of() : List.copyOf(columnsRetyped);
            drifted = drifted == null ? List.of() : List.copyOf(drifted);
        }

        /** The same with the columns that drifted. */
        public Diff withDrifted(List<Drifted> columns) {
            return new Diff(rowsAdded, rowsRemoved, rowsChanged, columnsAdded, columnsRemoved, columnsRetyped, columns);
        }
    }

    /** A column and how far its values moved: the population stability index, of texts the larger of their lengths' and their words'. */
    public record Drifted(String column, double psi) {}

    /** A column whose type is another one than the parent's. */
    public record Retyped(String name, ColumnType from, ColumnType to) {}
}
