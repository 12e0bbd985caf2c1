package dev.millrace.data.check;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.plan.TestPlan.ReferencePlan;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.Names;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.engine.TypedTable;
import dev.millrace.data.engine.Watch;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data tests that say that each value of a column is in a column of another version.
 *
 * <p>The tested columns are written to a database file while the rows go by, and only where there is such a test. At the end the other version's
 * column is read, some chunks at a time, and joined with them: by DuckDB, so that neither has to fit memory.
 */
public final class ReferenceTests implements AutoCloseable {
    private static final String KEYS = "keys";
    private static final int CHUNKS_AT_ONCE = 8;

    private final List<TestPlan> plans;
    private final SensitiveColumns sensitive;
    private final Store store;
    private final Work work;
    private final Path database;
    private List<Column> columns = List.of();
    private int[] places = new int[0];
    private @Nullable TypedTable table;
    private @Nullable Session session;

    /**
     * What a join may use.
     *
     * @param stopCheck called often; what it throws ends the work
     */
    public record Work(Resources resources, Runnable stopCheck) {}

    /**
     * Tests of rows that are to come.
     *
     * @param plans of all tests; those without references are others' work
     * @param sensitive of which no value is told
     * @param store where the other versions lie
     */
    public ReferenceTests(List<TestPlan> plans, SensitiveColumns sensitive, Store store, Work work) {
        this.plans = plans.stream().filter(plan -> plan.references() != null).toList();
        this.sensitive = sensitive;
        this.store = store;
        this.work = work;
        this.database = work.resources().scratch().resolve("references.duckdb");
    }

    /**
     * Makes ready for rows.
     *
     * @param all columns of the rows
     * @param session of which forks are used until this is closed
     * @throws StepException if another version lacks the column, or has it with another type
     */
    public void begin(List<Column> all, Session session) {
        if (plans.isEmpty()) {
            return;
        }
        List<String> problems = plans.stream()
                .flatMap(plan -> problem(plan, column(all, plan)).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems);
        }
        this.session = session;
        columns = all.stream()
                .filter(column -> plans.stream().anyMatch(plan -> column.name().equals(plan.column())))
                .toList();
        places = columns.stream().mapToInt(all::indexOf).toArray();
        table = new TypedTable(session, database, KEYS, columns);
    }

    private static Column column(List<Column> columns, TestPlan plan) {
        return columns.stream()
                .filter(column -> column.name().equals(plan.column()))
                .findFirst()
                .orElseThrow();
    }

    private static ReferencePlan reference(TestPlan plan) {
        return Objects.requireNonNull(plan.references());
    }

    private Optional<String> problem(TestPlan plan, Column column) {
        ReferencePlan reference = reference(plan);
        DatasetManifest other = DatasetReader.manifest(store, reference.dataset());
        Column found = other.column(reference.column());
        String field = "spec.tests[" + plan.name() + "].references.column: ";
        if (found == null) {
            List<String> names = other.columns().stream().map(Column::name).toList();
            return Optional.of(field + "the version " + reference.dataset().abbreviated() + " has no column \""
                    + reference.column() + "\"" + Names.insteadOf(reference.column(), names));
        }
        if (kind(found.type()) != kind(column.type())) {
            return Optional.of(field + "\"" + found.name() + "\" is of type "
                    + found.type().wireName() + " there, and \""
                    + column.name() + "\" of type " + column.type().wireName()
                    + ": declare both with one type.");
        }
        return Optional.empty();
    }

    /** Whether a text is a category hangs on how often it repeats, which in the other version is seldom. */
    private static ColumnType kind(ColumnType type) {
        return type == ColumnType.CATEGORY ? ColumnType.TEXT : type;
    }

    /** Takes the next rows. */
    void add(List<Values> batch) {
        if (table != null) {
            List<Values> keys = new ArrayList<>();
            for (int place : places) {
                keys.add(batch.get(place));
            }
            table.add(keys);
        }
    }

    /**
     * What breaks the tests, in all rows that came. Ask once.
     *
     * @throws StepException if they need more memory and scratch space than there is
     */
    List<TestFailure> failures() {
        Session owner = session;
        if (table == null || owner == null) {
            return List.of();
        }
        table.finish();
        close();
        List<TestFailure> failures = new ArrayList<>();
        try (Session join = owner.fork()) {
            join.execute("ATTACH " + Sql.text(database.toString()) + " AS tested");
            for (TestPlan plan : plans) {
                failure(plan, column(columns, plan), join).ifPresent(failures::add);
            }
            join.execute("DETACH tested");
        }
        return failures;
    }

    private Optional<TestFailure> failure(TestPlan plan, Column column, Session join) {
        load(reference(plan), column.type(), join);
        String name = Sql.name(column.name());
        run(
                join,
                "CREATE OR REPLACE TABLE tested.strange AS SELECT tested.rowid AS place, " + name
                        + " AS value FROM tested." + KEYS + " AS tested WHERE " + name
                        + " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM tested.known WHERE known.value = tested." + name
                        + ")");
        long rows = join.number("SELECT count(*) FROM tested.strange");
        if (rows == 0) {
            return Optional.empty();
        }
        List<String> examples = join
                .rows("SELECT place, CAST(value AS VARCHAR) FROM tested.strange ORDER BY place LIMIT "
                        + ValueTest.MOST_EXAMPLES)
                .stream()
                .map(row -> "row " + (row.number(0) + 1) + ": " + example(row, column))
                .toList();
        return Optional.of(new TestFailure(
                plan.name(),
                column.name(),
                plan.severity(),
                ValueTest.rows(rows) + (rows == 1 ? " has" : " have") + " a value that is not there",
                "the values of \"" + reference(plan).column() + "\" in the version "
                        + reference(plan).dataset().abbreviated(),
                examples));
    }

    private String example(Row row, Column column) {
        if (sensitive.contains(column.name())) {
            return SensitiveColumns.VALUE;
        }
        return column.type() == ColumnType.NUMBER
                ? ValueTest.number(Double.parseDouble(row.text(1)))
                : ValueTest.shortened(row.text(1));
    }

    /** Makes a table of the other version's values. */
    private void load(ReferencePlan reference, ColumnType type, Session join) {
        join.execute("CREATE OR REPLACE TABLE tested.known (value " + TypedTable.sqlType(type) + ")");
        List<Chunk> chunks = DatasetReader.manifest(store, reference.dataset()).chunks();
        for (int from = 0; from < chunks.size(); from += CHUNKS_AT_ONCE) {
            List<Path> files = chunks.subList(from, Math.min(chunks.size(), from + CHUNKS_AT_ONCE)).stream()
                    .map(chunk -> store.fetch(chunk.parquet(), work.resources().scratch()))
                    .toList();
            run(
                    join,
                    "INSERT INTO tested.known SELECT DISTINCT " + Sql.name(reference.column()) + " FROM read_parquet("
                            + Sql.files(files) + ")");
            removeCopies(files);
        }
    }

    private void run(Session join, String sql) {
        Watch.execute(join, sql, work.stopCheck());
    }

    /** Copies in the scratch folder go; the store's own files stay. */
    private void removeCopies(List<Path> files) {
        try {
            for (Path file : files) {
                if (file.startsWith(work.resources().scratch())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
            table = null;
        }
    }
}
