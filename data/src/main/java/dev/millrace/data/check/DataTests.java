package dev.millrace.data.check;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.plan.Severity;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.IngestSummary.Newest;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.tally.Gathered;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The data tests of a spec, run while the rows go by. */
public final class DataTests implements Gathered {
    private static final String EVERY_COLUMN = "*";

    private final List<TestPlan> plans;
    private final TableTests tables;
    private final Map<TestPlan, List<ValueTest>> tests = new LinkedHashMap<>();
    private final Set<String> withoutNulls = new HashSet<>();
    private long rows;

    /**
     * Tests for columns of known types; {@code *} stands for every column that all the test's bounds fit.
     *
     * @param sensitive of which no value is told
     * @param tables those of the tests that look at a table, ready for rows
     * @throws StepException if a test names a column that it does not fit
     */
    public DataTests(List<TestPlan> plans, List<Column> columns, SensitiveColumns sensitive, TableTests tables) {
        this.plans = plans;
        this.tables = tables;
        List<String> misfits = misfits(plans, columns);
        if (!misfits.isEmpty()) {
            throw StepException.badInput(misfits);
        }
        for (TestPlan plan : plans) {
            List<ValueTest> ofColumns = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Column column = columns.get(i);
                if (isFor(plan, column) && misfit(plan, column.type()).isEmpty()) {
                    ofColumns.add(new ValueTest(plan, column, i, sensitive.contains(column.name())));
                    if (Boolean.FALSE.equals(plan.nullable()) && !plan.warns()) {
                        withoutNulls.add(column.name());
                    }
                }
            }
            tests.put(plan, ofColumns);
        }
    }

    /** What keeps tests from fitting columns, a sentence each. */
    public static List<String> misfits(List<TestPlan> plans, List<Column> columns) {
        List<String> misfits = new ArrayList<>();
        for (TestPlan plan : plans) {
            if (EVERY_COLUMN.equals(plan.column())) {
                if (columns.stream()
                        .noneMatch(column -> misfit(plan, column.type()).isEmpty())) {
                    misfits.add("spec.tests[" + plan.name() + "].column: no column fits this test.");
                }
                continue;
            }
            for (Column column : columns) {
                String misfit = isFor(plan, column) ? misfit(plan, column.type()) : "";
                if (!misfit.isEmpty()) {
                    misfits.add("spec.tests[" + plan.name() + "]." + misfit + " does not fit column \"" + column.name()
                            + "\", which is of type " + column.type().wireName() + ".");
                }
            }
        }
        return misfits;
    }

    private static boolean isFor(TestPlan plan, Column column) {
        return EVERY_COLUMN.equals(plan.column()) || column.name().equals(plan.column());
    }

    /** The bound that a column of a type cannot have, or nothing. */
    private static String misfit(TestPlan plan, ColumnType type) {
        boolean numeric = type.isNumeric();
        if (plan.min() != null && !numeric) {
            return "min";
        }
        if (plan.max() != null && !numeric) {
            return "max";
        }
        boolean listable =
                switch (type) {
                    case CATEGORY, TEXT, INTEGER, BOOLEAN -> true;
                    case NUMBER, TIMESTAMP -> false;
                };
        if (plan.allowed() != null && !listable) {
            return "allowed";
        }
        if (plan.newest() != null && type != ColumnType.TIMESTAMP) {
            return "maxAge";
        }
        boolean textual = type == ColumnType.CATEGORY || type == ColumnType.TEXT;
        return plan.pattern() != null && !textual ? "pattern" : "";
    }

    /** Takes the next rows. */
    public void add(List<Values> batch) {
        for (List<ValueTest> ofColumns : tests.values()) {
            ofColumns.forEach(test -> test.add(batch, rows));
        }
        tables.add(batch);
        rows += batch.get(0).rows();
    }

    /** Writes what the tests of columns found; those that look at a table cannot be sent. */
    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeLong(rows);
        for (List<ValueTest> ofColumns : tests.values()) {
            for (ValueTest test : ofColumns) {
                test.write(out);
            }
        }
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        long others = in.readLong();
        for (List<ValueTest> ofColumns : tests.values()) {
            for (ValueTest test : ofColumns) {
                test.join(in, rows);
            }
        }
        rows += others;
    }

    /** Whether a test refuses nulls in a column. */
    public boolean refusesNulls(String column) {
        return withoutNulls.contains(column);
    }

    /**
     * What the tests found, to be asked once: a test has failed if one of its columns, or the number of rows, breaks it.
     *
     * @param findings of all the rows
     */
    public Tests results(Findings findings) {
        Map<TestPlan, Optional<Double>> ofSql = tables.sql().values();
        List<TestFailure> ofReferences = tables.references().failures();
        List<TestFailure> failures = new ArrayList<>();
        int failed = 0;
        int warned = 0;
        for (TestPlan plan : plans) {
            List<TestFailure> broken = failures(plan, findings);
            if (plan.sql() != null) {
                FigureTest.ofSql(
                                plan,
                                ofSql.getOrDefault(plan, Optional.empty()),
                                tables.sql().mayTell(plan))
                        .ifPresent(broken::add);
            }
            ofReferences.stream()
                    .filter(failure -> failure.name().equals(plan.name()))
                    .forEach(broken::add);
            failures.addAll(broken);
            if (!broken.isEmpty()) {
                if (plan.warns()) {
                    warned++;
                } else {
                    failed++;
                }
            }
        }
        failures.sort(Comparator.comparing(failure -> failure.severity() == Severity.WARN));
        return new Tests(plans.size() - failed - warned, warned, failed, failures);
    }

    private List<TestFailure> failures(TestPlan plan, Findings findings) {
        List<TestFailure> failures = new ArrayList<>();
        FigureTest.ofRows(plan, rows).ifPresent(failures::add);
        for (ValueTest test : tests.getOrDefault(plan, List.of())) {
            ColumnProfile column = findings.profile().columns().get(test.index());
            test.failure().ifPresent(failures::add);
            FigureTest.ofNulls(plan, column).ifPresent(failures::add);
            FigureTest.ofDistinct(plan, column).ifPresent(failures::add);
            if (testsDrift(plan, column)) {
                FigureTest.ofDrift(plan, column, findings).ifPresent(failures::add);
            }
        }
        return failures;
    }

    private static boolean testsDrift(TestPlan plan, ColumnProfile column) {
        return plan.maxDrift() != null && (!EVERY_COLUMN.equals(plan.column()) || Findings.isLearned(column.role()));
    }

    /** The timestamps that tests ask for, of the columns that have values. */
    public List<Newest> newest(Findings findings) {
        List<Newest> newest = new ArrayList<>();
        for (TestPlan plan : plans) {
            if (Boolean.TRUE.equals(plan.newest())) {
                for (ValueTest test : tests.getOrDefault(plan, List.of())) {
                    Moments moments =
                            findings.profile().columns().get(test.index()).all().moments();
                    if (moments != null) {
                        Instant at = Instant.EPOCH.plus((long) moments.max(), ChronoUnit.MICROS);
                        newest.add(new Newest(plan.name(), at.toString()));
                    }
                }
            }
        }
        return newest;
    }

    /** What could not be tested, a sentence each. */
    public List<String> notes(Findings findings) {
        return plans.stream()
                .filter(plan -> plan.maxDrift() != null && plan.column() != null)
                .filter(plan -> EVERY_COLUMN.equals(plan.column())
                        ? findings.drifts().isEmpty()
                        : findings.drifts(String.valueOf(plan.column())).isEmpty())
                .map(plan -> "spec.tests[" + plan.name() + "].maxDrift was not tested: the parent has no "
                        + (EVERY_COLUMN.equals(plan.column()) ? "column" : "column \"" + plan.column() + "\"")
                        + " of a type that compares.")
                .toList();
    }
}
