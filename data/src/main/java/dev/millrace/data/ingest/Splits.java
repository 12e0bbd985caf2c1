package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.By;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.rows.Values;
import dev.millrace.data.source.TypedRows;
import dev.millrace.data.split.ColumnSplit;
import dev.millrace.data.split.HashSplit;
import dev.millrace.data.split.RowSplit;
import dev.millrace.data.split.SplitColumns;
import dev.millrace.data.split.StratifiedSplit;
import dev.millrace.data.split.StratifiedSplit.Grouping;
import dev.millrace.data.split.StratifiedSplit.Strata;
import dev.millrace.data.split.TimeSplit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the split that a plan asks for, of rows whose types are known. */
final class Splits {
    private final SplitPlan plan;
    private final Map<String, ColumnRole> roles;
    private final List<Column> columns;
    private final List<String> deciding;

    /**
     * Splits of a plan that was checked against the columns.
     *
     * @param roles by name
     */
    Splits(SplitPlan plan, Map<String, ColumnRole> roles, List<Column> columns) {
        this.plan = plan;
        this.roles = roles;
        this.columns = columns;
        this.deciding = deciding();
    }

    /** Names of the columns that decide a row's split. */
    private List<String> deciding() {
        if (!plan.columns().isEmpty()) {
            return plan.columns();
        }
        if (plan.by() == By.TIME) {
            return names(ColumnRole.TIME);
        }
        List<String> keys = names(ColumnRole.KEY);
        return keys.isEmpty() ? names(ColumnRole.FEATURE) : keys;
    }

    private List<String> names(ColumnRole role) {
        return columns.stream()
                .map(Column::name)
                .filter(name -> roles.get(name) == role)
                .toList();
    }

    /** What the rows are looked at with before they are read, where the split hangs on all of them. */
    record Reading(TypedRows rows, Session session, Path scratch, Runnable stopCheck) {
        /** The place of a row, counted from 0, while the session is in the midst of a result. */
        String place(long row) {
            try (Session other = session.fork()) {
                return rows.place(row, other);
            }
        }
    }

    /** What the columns are for. */
    RowLayout layout() {
        // Rows that agree in a split's columns are never apart, and those with equal features agree in features.
        boolean keepsEqualRows =
                !plan.isStratified() && deciding.stream().allMatch(name -> roles.get(name) == ColumnRole.FEATURE);
        return new RowLayout(columns, roles, keepsEqualRows);
    }

    /**
     * The split of the rows.
     *
     * @throws StepException if a column or a row says nothing of a split
     */
    RowSplit split(Reading reading) {
        if (plan.by() == null) {
            return plan.isStratified()
                    ? stratified(reading)
                    : new HashSplit(hashed(columns), label(columns), fractions(), seed());
        }
        return switch (plan.by()) {
            case TIME -> byTime(reading);
            case COLUMN -> byColumn(reading);
        };
    }

    /** Indexes of the columns that decide, in the order that all batches of the source have. */
    private int[] hashed(List<Column> batch) {
        List<String> names = batch.stream().map(Column::name).toList();
        return deciding.stream().mapToInt(names::indexOf).sorted().toArray();
    }

    private long seed() {
        return Objects.requireNonNull(plan.seed(), "a seed, as was checked");
    }

    private Fractions fractions() {
        return Objects.requireNonNull(plan.fractions(), "fractions, as was checked");
    }

    private int label(List<Column> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (roles.get(batch.get(i).name()) == ColumnRole.LABEL) {
                return i;
            }
        }
        return -1;
    }

    private SplitColumns in(List<Column> batch, Reading reading) {
        String name = deciding.get(0);
        int index = batch.stream().map(Column::name).toList().indexOf(name);
        return new SplitColumns(name, index, label(batch), reading::place);
    }

    private ColumnSplit byColumn(Reading reading) {
        SplitColumns in = in(columns, reading);
        Column column = columns.get(in.decisive());
        if (column.type() != ColumnType.CATEGORY && column.type() != ColumnType.TEXT) {
            throw misfit(column, "its values are train, validation and test");
        }
        return new ColumnSplit(in);
    }

    private TimeSplit byTime(Reading reading) {
        SplitColumns in = in(columns, reading);
        Column column = columns.get(in.decisive());
        boolean ordered =
                switch (column.type()) {
                    case TIMESTAMP, INTEGER, NUMBER -> true;
                    case CATEGORY, TEXT, BOOLEAN -> false;
                };
        if (!ordered) {
            throw misfit(column, "a time is a timestamp, an integer or a number");
        }
        TypedRows rows = needed(reading);
        try (TimeSplit.Times times = new TimeSplit.Times(in(rows.columns(), reading), reading.scratch())) {
            read(rows, reading, times::add);
            return times.split(fractions(), in);
        }
    }

    private StratifiedSplit stratified(Reading reading) {
        // Keys and columns that were named keep rows together; features are hashed for want of them.
        boolean groups = !plan.columns().isEmpty() || !names(ColumnRole.KEY).isEmpty();
        TypedRows rows = needed(reading);
        try (Strata strata = new Strata(
                names(ColumnRole.LABEL).get(0),
                groups ? deciding : List.of(),
                new Grouping(hashed(rows.columns()), label(rows.columns()), seed()),
                reading.scratch())) {
            read(rows, reading, strata::add);
            return strata.split(fractions(), new Grouping(hashed(columns), label(columns), seed()));
        }
    }

    /** The rows with nothing but what decides their split. */
    private TypedRows needed(Reading reading) {
        List<String> needed = new ArrayList<>(deciding);
        needed.addAll(names(ColumnRole.LABEL));
        return reading.rows().only(needed);
    }

    private static void read(TypedRows rows, Reading reading, Consumer<List<Values>> consumer) {
        rows.read(reading.session(), batch -> batch, batch -> {
            reading.stopCheck().run();
            consumer.accept(batch);
        });
    }

    /** A sentence, if the label has classes of which a split has none. */
    static Optional<String> warning(SplitPlan plan, Profile profile) {
        return profile.columns().stream()
                .filter(column -> plan.isStratified() && column.role() == ColumnRole.LABEL)
                .filter(label -> label.splits().values().stream()
                        .anyMatch(split -> split.rows() > 0
                                && split.distinct() < label.all().distinct()))
                .findFirst()
                .map(label -> "Some of the " + label.all().distinct() + " classes of the label \"" + label.name()
                        + "\" have too few rows to be in every split.");
    }

    private StepException misfit(Column column, String wanted) {
        return StepException.badInput("spec.split.by: " + (plan.by() == By.TIME ? "time" : "column") + ": column \""
                + column.name() + "\" is of type " + column.type().wireName() + ", but " + wanted
                + ".");
    }

    /** @throws StepException if a split that was asked for got no rows */
    static void requireRows(SplitPlan plan, RowCounts rows) {
        for (Split split : Split.values()) {
            if (rows.of(split) == 0 && wants(plan.fractions(), split)) {
                throw StepException.badInput(empty(plan, split, rows.all() - rows.unlabelled()));
            }
        }
    }

    private static boolean wants(@Nullable Fractions fractions, Split split) {
        return fractions == null || fraction(fractions, split) > 0;
    }

    private static double fraction(Fractions fractions, Split split) {
        return switch (split) {
            case TRAIN -> fractions.train();
            case VALIDATION -> fractions.validation();
            case TEST -> fractions.test();
        };
    }

    private static String empty(SplitPlan plan, Split split, long labelled) {
        if (plan.fractions() == null) {
            return "spec.split.columns: none of the " + labelled + " labelled rows has \"" + split.wireName()
                    + "\" in column \"" + plan.columns().get(0)
                    + "\": a model is fitted to train, stopped by validation and measured on test.";
        }
        return "spec.split.fractions." + split.wireName() + " is " + fraction(plan.fractions(), split)
                + ", but none of the " + labelled + " labelled rows falls into " + split.wireName() + ": "
                + (plan.by() == By.TIME
                        ? "rows of one time stay together; give more rows, a larger fraction, or a finer time."
                        : "give more rows or a larger fraction, or split by columns with more different values.");
    }
}
