package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.Values;
import dev.millrace.data.source.ColumnEvidence.Declared;
import dev.millrace.data.source.ColumnEvidence.Inferred;
import dev.millrace.data.source.ColumnEvidence.Witness;
import dev.millrace.data.source.RowSource.SourceColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of a source's columns: declared ones are checked, others inferred, both on every row. See docs/formats/column-types.md.
 *
 * <p>A column that the format gives a type keeps it, unless the spec declares another: then its values are taken as text.
 */
public final class Typing {
    private final RowSource source;
    private final Session session;
    private final Runnable stopCheck;

    /**
     * A typing.
     *
     * @param stopCheck called between batches; what it throws ends the work
     */
    public Typing(RowSource source, Session session, Runnable stopCheck) {
        this.source = source;
        this.session = session;
        this.stopCheck = stopCheck;
    }

    /**
     * The source with types.
     *
     * @param plans what the spec says; each names a column of the source
     * @throws StepException if values do not fit their declared types, with column, row and value
     */
    public TypedRows find(List<ColumnPlan> plans) {
        Map<String, ColumnType> declared = new HashMap<>();
        for (ColumnPlan plan : plans) {
            if (plan.type() != null) {
                declared.put(plan.name(), plan.type());
            }
        }
        Map<String, ColumnEvidence> evidence = look(declared);
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (SourceColumn column : source.columns()) {
            ColumnType type = type(column, declared.get(column.name()), evidence.get(column.name()));
            columns.add(new Column(column.name(), type));
            values.add(value(column, type) + " AS " + Sql.name(column.name()));
            explain(column.name(), type, evidence.get(column.name()), problems, warnings);
        }
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems.subList(0, Math.min(5, problems.size())));
        }
        String query = "SELECT " + String.join(", ", values) + " FROM " + source.table(source.files());
        return new TypedRows(source, columns, query, warnings);
    }

    private Map<String, ColumnEvidence> look(Map<String, ColumnType> declared) {
        Map<String, ColumnEvidence> byColumn = new HashMap<>();
        List<ColumnEvidence> evidence = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (SourceColumn column : source.columns()) {
            ColumnType type = declared.get(column.name());
            ColumnEvidence found = null;
            if (type == null && column.type() == null) {
                found = new Inferred();
            } else if (type != null && type != column.type() && isConstrained(type)) {
                found = new Declared(type);
            }
            if (found != null) {
                byColumn.put(column.name(), found);
                evidence.add(found);
                texts.add(text(column));
            }
        }
        if (!texts.isEmpty()) {
            Rows rows = new Rows();
            TypedRows.read(
                    source,
                    "SELECT " + String.join(", ", texts) + " FROM " + source.table(source.files()),
                    session,
                    batch -> {
                        stopCheck.run();
                        IntStream.range(0, batch.size()).parallel().forEach(c -> evidence.get(c)
                                .add((Values.Texts) batch.get(c), rows.seen));
                        rows.seen += batch.get(0).rows();
                    });
        }
        return byColumn;
    }

    private static final class Rows {
        private long seen;
    }

    private static boolean isConstrained(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER, BOOLEAN, TIMESTAMP -> true;
            case CATEGORY, TEXT -> false;
        };
    }

    private static ColumnType type(
            SourceColumn column, @Nullable ColumnType declared, @Nullable ColumnEvidence evidence) {
        if (declared != null) {
            return declared;
        }
        if (evidence instanceof Inferred inferred) {
            return inferred.type();
        }
        return column.type() == null ? ColumnType.TEXT : column.type();
    }

    private void explain(
            String name,
            ColumnType type,
            @Nullable ColumnEvidence evidence,
            List<String> problems,
            List<String> warnings) {
        if (evidence instanceof Declared declared && declared.firstMisfit() != null) {
            Witness misfit = declared.firstMisfit();
            problems.add("spec.columns[" + name + "].type: the column is declared " + word(type) + ", but "
                    + TypedRows.place(source, misfit.row(), session) + " has " + quoted(misfit.value())
                    + ": correct the file, or declare another type.");
        }
        if (evidence instanceof Inferred inferred && !isConstrained(type) && inferred.nearlyNumber() != null) {
            Witness witness = inferred.nearlyNumber();
            warnings.add("Column \"" + name + "\" was taken as " + word(type)
                    + ", though nearly all its values are numbers: "
                    + TypedRows.place(source, witness.row(), session) + " has " + quoted(witness.value())
                    + ". A missing value is an empty field.");
        }
    }

    /** A value in a sentence, not too long. */
    private static String quoted(String value) {
        return "\"" + (value.length() > 60 ? value.substring(0, 59) + "…" : value) + "\"";
    }

    private static String word(ColumnType type) {
        return switch (type) {
            case NUMBER -> "a number";
            case INTEGER -> "an integer";
            case CATEGORY -> "a category";
            case BOOLEAN -> "a boolean";
            case TIMESTAMP -> "a timestamp";
            case TEXT -> "text";
        };
    }

    private static String text(SourceColumn column) {
        return "CAST(" + Sql.name(column.name()) + " AS VARCHAR)";
    }

    /** The SQL of a typed value. NaN, which Parquet can hold, is no value. */
    private static String value(SourceColumn column, ColumnType type) {
        boolean ofItsType = column.type() == type;
        String raw = ofItsType ? Sql.name(column.name()) : text(column);
        return switch (type) {
            case NUMBER ->
                ofItsType
                        ? "CASE WHEN isnan(CAST(" + raw + " AS DOUBLE)) THEN NULL ELSE CAST(" + raw + " AS DOUBLE) END"
                        : "CAST(" + raw + " AS DOUBLE)";
            case INTEGER -> "CAST(" + raw + " AS BIGINT)";
            case BOOLEAN -> "CAST(" + raw + " AS BOOLEAN)";
            case TIMESTAMP ->
                ofItsType
                        ? "CAST(" + raw + " AS TIMESTAMP)"
                        // A cast straight to TIMESTAMP would ignore the text's offset; the session's zone is UTC.
                        : "CAST(CAST(" + raw + " AS TIMESTAMPTZ) AS TIMESTAMP)";
            case CATEGORY, TEXT -> raw;
        };
    }
}
