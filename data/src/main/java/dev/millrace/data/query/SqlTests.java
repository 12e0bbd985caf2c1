package dev.millrace.data.query;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Session.ResultColumn;
import dev.millrace.data.engine.TypedTable;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.NativeColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data tests that are SQL: a SELECT over the version's typed rows, the table {@code data}, that gives one number. The rows are written to a
 * database file while they go by, and only where there is such a test.
 */
public final class SqlTests implements AutoCloseable {
    private static final String DATA = "data";
    private final List<TestPlan> plans;
    private final SensitiveColumns sensitive;
    private final Resources resources;
    private final Runnable stopCheck;
    private final Path database;
    private final Map<TestPlan, SelectStatement> statements = new LinkedHashMap<>();
    private @Nullable TypedTable table;

    /**
     * Tests of rows that are to come.
     *
     * @param plans of all tests; those without SQL are others' work
     * @param sensitive columns of the rows
     * @param stopCheck called often while they run; what it throws ends them
     */
    public SqlTests(List<TestPlan> plans, SensitiveColumns sensitive, Resources resources, Runnable stopCheck) {
        this.plans = plans.stream().filter(plan -> plan.sql() != null).toList();
        this.sensitive = sensitive;
        this.resources = resources;
        this.stopCheck = stopCheck;
        this.database = resources.scratch().resolve("tests.duckdb");
    }

    /**
     * Makes ready for rows.
     *
     * @param session of which a fork is used until this is closed
     * @throws StepException if a test's SQL does not fit the columns, or does not give one number
     */
    public void begin(List<Column> columns, Session session) {
        if (plans.isEmpty()) {
            return;
        }
        try (TypedTable empty = new TypedTable(session, database, DATA, columns)) {
            empty.finish();
        }
        try (Session confined = Session.confined(database, false, resources)) {
            List<String> problems = new ArrayList<>();
            for (TestPlan plan : plans) {
                try {
                    statements.put(plan, statement(plan, confined));
                } catch (StepException e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
            if (!problems.isEmpty()) {
                throw StepException.badInput(problems, 5);
            }
        }
        table = new TypedTable(session, database, DATA, columns);
    }

    private static SqlField field(TestPlan plan) {
        return new SqlField("spec.tests[" + plan.name() + "].sql");
    }

    private static SelectStatement statement(TestPlan plan, Session confined) {
        SelectStatement statement = SelectStatement.parse(field(plan), String.valueOf(plan.sql()), DATA, confined);
        List<ResultColumn> columns = statement.columns(confined);
        if (columns.size() != 1 || !NativeColumns.isNumber(columns.get(0).type())) {
            throw field(plan)
                    .problem("gives " + (columns.size() == 1 ? columns.get(0).type() : columns.size() + " columns")
                            + ": a test's SQL gives one number, such as select count(*) from data where ...");
        }
        return statement;
    }

    /** Takes the next rows. */
    public void add(List<Values> batch) {
        if (table != null) {
            table.add(batch);
        }
    }

    /**
     * Runs the tests' SQL on all rows that came. Ask once.
     *
     * @return the number that each gives; empty: no value
     * @throws StepException if a test's SQL fails
     */
    public Map<TestPlan, Optional<Double>> values() {
        if (table == null) {
            return Map.of();
        }
        table.finish();
        close();
        try (Session confined = Session.confined(database, false, resources)) {
            Map<TestPlan, Optional<Double>> values = new HashMap<>();
            statements.forEach((plan, statement) -> values.put(plan, value(field(plan), statement, confined)));
            return values;
        }
    }

    /** Whether what a test's SQL gives may be told: it is a number of rows, or no column is sensitive. */
    public boolean mayTell(TestPlan plan) {
        SelectStatement statement = statements.get(plan);
        return !sensitive.any() || (statement != null && statement.countsRows());
    }

    private Optional<Double> value(SqlField field, SelectStatement statement, Session confined) {
        new ConfinedRun(field, resources, sensitive, stopCheck)
                .execute("CREATE OR REPLACE TEMP TABLE value AS " + statement.inParentheses(), database, confined);
        List<Row> rows = confined.rows("SELECT CAST(COLUMNS(*) AS DOUBLE) FROM value LIMIT 2");
        if (rows.size() != 1) {
            throw field.problem(
                    "gives " + (rows.isEmpty() ? "no row" : "several rows") + ": a test's SQL gives one number.");
        }
        return Optional.ofNullable(rows.get(0).nullable(0)).map(Double::valueOf);
    }

    @Override
    public void close() {
        if (table != null) {
            table.close();
            table = null;
        }
    }
}
