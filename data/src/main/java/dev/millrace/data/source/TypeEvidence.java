package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.ColumnEvidence.Declared;
import dev.millrace.data.source.ColumnEvidence.Inferred;
import dev.millrace.data.source.ColumnEvidence.Witness;
import dev.millrace.data.source.RowSource.SourceColumn;
import dev.millrace.data.tally.Gathered;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What rows say of the types of their columns: of those that nobody declared which they are, of the others whether they fit. */
public final class TypeEvidence implements Gathered {
    private static final int MOST_PROBLEMS = 5;

    private final List<SourceColumn> columns;
    private final Map<String, ColumnType> declared = new HashMap<>();
    private final SensitiveColumns sensitive;
    private final Map<String, ColumnEvidence> byColumn = new LinkedHashMap<>();
    private final List<ColumnEvidence> evidence;
    private long rows;

    /**
     * Of no rows yet.
     *
     * @param columns of the source
     * @param plans what the spec says of them
     */
    public TypeEvidence(List<SourceColumn> columns, List<ColumnPlan> plans) {
        this.columns = columns;
        this.sensitive = SensitiveColumns.of(plans);
        for (ColumnPlan plan : plans) {
            if (plan.type() != null) {
                declared.put(plan.name(), plan.type());
            }
        }
        for (SourceColumn column : columns) {
            ColumnType type = declared.get(column.name());
            if (type == null && column.type() == null) {
                byColumn.put(column.name(), new Inferred());
            } else if (type != null && type != column.type() && !type.isText()) {
                byColumn.put(column.name(), new Declared(type));
            }
        }
        this.evidence = List.copyOf(byColumn.values());
    }

    /** The columns whose texts are looked at. */
    List<String> wanted() {
        return List.copyOf(byColumn.keySet());
    }

    /** Takes the next rows of the wanted columns. */
    void add(List<Values> texts) {
        IntStream.range(0, texts.size()).parallel().forEach(c -> evidence.get(c)
                .add((Values.Texts) texts.get(c), rows));
        rows += texts.get(0).rows();
    }

    @Override
    public void write(DataOutputStream out) throws IOException {
        out.writeLong(rows);
        for (ColumnEvidence of : evidence) {
            of.write(out);
        }
    }

    @Override
    public void join(DataInputStream in) throws IOException {
        long others = in.readLong();
        for (ColumnEvidence of : evidence) {
            of.join(in, rows);
        }
        rows += others;
    }

    /** Rows that were looked at; none where no column is wanted. */
    public long rows() {
        return rows;
    }

    /**
     * Makes sure that all values have the types that are declared.
     *
     * @param place where a row stands, counted from 0
     * @throws StepException if some do not, with column, row and value
     */
    public void requireFits(LongFunction<String> place) {
        List<String> problems = new ArrayList<>();
        byColumn.forEach((column, of) -> {
            if (of instanceof Declared checked && checked.firstMisfit() != null) {
                Witness misfit = checked.firstMisfit();
                problems.add("spec.columns[" + column + "].type: the column is declared " + word(checked.type())
                        + ", but " + place.apply(misfit.row()) + " has " + shown(column, misfit)
                        + ": correct the file, or declare another type.");
            }
        });
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems, MOST_PROBLEMS);
        }
    }

    private String shown(String column, Witness witness) {
        return sensitive.contains(column) ? SensitiveColumns.VALUE : witness.quoted();
    }

    private static String word(ColumnType type) {
        return switch (type) {
            case TEXT -> "text";
            case INTEGER -> "an integer";
            case NUMBER, CATEGORY, BOOLEAN, TIMESTAMP -> "a " + type.name().toLowerCase(Locale.ROOT);
        };
    }

    /** The types that were found, by column. */
    public Map<String, ColumnType> inferred() {
        Map<String, ColumnType> types = new HashMap<>();
        byColumn.forEach((column, of) -> {
            if (of instanceof Inferred found) {
                types.put(column, found.type());
            }
        });
        return types;
    }

    /** The columns with their types: declared, of the format, or found. */
    public List<Column> columns() {
        Map<String, ColumnType> found = inferred();
        return columns.stream()
                .map(column -> new Column(
                        column.name(),
                        found.containsKey(column.name())
                                ? found.get(column.name())
                                : Objects.requireNonNullElse(declared.get(column.name()), column.type())))
                .toList();
    }

    /** For a column that is category or text: its first value that is no number, if nearly all others are; else null. */
    @Nullable
    Witness nearlyNumber(String column) {
        return byColumn.get(column) instanceof Inferred found && found.type().isText() ? found.nearlyNumber() : null;
    }

    /**
     * What a person should know about the types, a sentence each.
     *
     * @param place where a row stands, counted from 0
     */
    public List<String> warnings(LongFunction<String> place) {
        List<String> warnings = new ArrayList<>();
        for (Column column : columns()) {
            Witness witness = nearlyNumber(column.name());
            if (witness != null) {
                warnings.add(nearlyNumber(column, place.apply(witness.row()), shown(column.name(), witness)));
            }
        }
        return warnings;
    }

    static String nearlyNumber(Column column, String place, String shown) {
        return "Column \"" + column.name() + "\" was taken as "
                + (column.type() == ColumnType.TEXT ? "text" : "a category")
                + ", though nearly all its values are numbers: " + place + " has " + shown
                + ". A missing value is an empty field.";
    }
}
