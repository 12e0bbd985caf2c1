package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.ColumnEvidence.Declared;
import dev.millrace.data.source.ColumnEvidence.Inferred;
import dev.millrace.data.source.ColumnEvidence.Witness;
import dev.millrace.data.source.ColumnReader.Parsed;
import dev.millrace.data.source.ColumnReader.Typed;
import dev.millrace.data.source.ColumnReader.Watched;
import dev.millrace.data.source.RowSource.SourceColumn;
import dev.millrace.data.source.TextValues.Form;
import dev.millrace.data.source.TypedRows.Reading;
import dev.millrace.data.source.TypedRows.TypedColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the types of a source's columns: declared ones are checked, others inferred, both on every row. See docs/formats/column-types.md.
 *
 * <p>A column that the format gives a type keeps it, unless the spec declares another: then its values are taken as text.
 */
public final class Typing {
    private static final int MOST_PROBLEMS = 5;

    private final RowSource source;
    private final Map<String, ColumnType> declared = new HashMap<>();
    private final SensitiveColumns sensitive;
    private final Session session;
    private final Runnable stopCheck;

    /**
     * A typing.
     *
     * @param plans what the spec says; each names a column of the source
     * @param stopCheck called between batches; what it throws ends the work
     */
    public Typing(RowSource source, List<ColumnPlan> plans, Session session, Runnable stopCheck) {
        this.source = source;
        this.sensitive = SensitiveColumns.of(plans);
        this.session = session;
        this.stopCheck = stopCheck;
        for (ColumnPlan plan : plans) {
            if (plan.type() != null) {
                declared.put(plan.name(), plan.type());
            }
        }
    }

    /**
     * Does work on the source's rows, whose types may turn out to be others while it reads them: then it does it again.
     *
     * @param work that reads the rows once; what it did before is void when it is called again
     * @param fits whether work can be done with the types that the first rows suggest
     */
    public <T> T read(TypedWork<T> work, Predicate<TypedRows> fits) throws IOException {
        Optional<TypedRows> guess = guess().filter(fits);
        if (guess.isPresent()) {
            try {
                return work.on(guess.get());
            } catch (WrongTypeException e) {
                // Rows far behind the first ones have other types, so all are looked at before they are read again.
            }
        }
        return work.on(find());
    }

    /** Work on typed rows. */
    public interface TypedWork<T> {
        /** Reads the rows, once. */
        T on(TypedRows rows) throws IOException;
    }

    /**
     * The source with the types that its first rows have. Nearly always all rows have them: reading them finds that out, and the files are
     * read once. Empty: the first rows say too little.
     */
    private Optional<TypedRows> guess() {
        Map<String, Inferred> found = inferred();
        look(found, batch -> false);
        if (found.values().stream().anyMatch(evidence -> evidence.present() == 0)) {
            return Optional.empty();
        }
        return Optional.of(rows((evidence, type) -> new Watched(type, new Inferred()), found));
    }

    /**
     * The source with the types that all its rows have.
     *
     * @throws StepException if values do not fit their declared types, with column, row and value
     */
    private TypedRows find() {
        Map<String, Inferred> found = inferred();
        Map<String, ColumnEvidence> all = new HashMap<>(found);
        for (SourceColumn column : source.columns()) {
            ColumnType type = declared.get(column.name());
            if (type != null && type != column.type() && isConstrained(type)) {
                all.put(column.name(), new Declared(type));
            }
        }
        look(all, batch -> true);
        requireFits(all);
        return rows((evidence, type) -> new Typed(evidence.nearlyNumber()), found);
    }

    /** Evidence to be gathered of the columns that neither the spec nor the format gives a type. */
    private Map<String, Inferred> inferred() {
        return source.columns().stream()
                .filter(column -> column.type() == null && !declared.containsKey(column.name()))
                .collect(Collectors.toMap(SourceColumn::name, column -> new Inferred()));
    }

    /** Shows columns' texts to what gathers evidence of them, while {@code more} wants. */
    private void look(Map<String, ? extends ColumnEvidence> byColumn, Predicate<List<Values>> more) {
        if (byColumn.isEmpty()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        List<ColumnEvidence> evidence = new ArrayList<>();
        byColumn.forEach((column, of) -> {
            texts.add(text(column));
            evidence.add(of);
        });
        long[] seen = {0};
        Predicate<List<Values>> look = batch -> {
            stopCheck.run();
            IntStream.range(0, batch.size()).parallel().forEach(c -> evidence.get(c)
                    .add((Values.Texts) batch.get(c), seen[0]));
            seen[0] += batch.get(0).rows();
            return more.test(batch);
        };
        TypedRows.read(new Reading<>(texts, batch -> batch, look), source, session);
    }

    private void requireFits(Map<String, ColumnEvidence> evidence) {
        List<String> problems = new ArrayList<>();
        for (SourceColumn column : source.columns()) {
            if (evidence.get(column.name()) instanceof Declared of && of.firstMisfit() != null) {
                Witness misfit = of.firstMisfit();
                problems.add("spec.columns[" + column.name() + "].type: the column is declared " + word(of.type())
                        + ", but " + source.place(misfit.row(), session) + " has "
                        + (sensitive.contains(column.name()) ? SensitiveColumns.VALUE : misfit.quoted())
                        + ": correct the file, or declare another type.");
            }
        }
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems, MOST_PROBLEMS);
        }
    }

    private TypedRows rows(BiFunction<Inferred, ColumnType, ColumnReader> ofTexts, Map<String, Inferred> found) {
        return new TypedRows(source, sensitive, () -> source.columns().stream()
                .map(column -> {
                    Inferred evidence = found.get(column.name());
                    return evidence == null ? known(column) : inferred(column.name(), evidence, ofTexts);
                })
                .toList());
    }

    private static TypedColumn inferred(
            String name, Inferred evidence, BiFunction<Inferred, ColumnType, ColumnReader> ofTexts) {
        ColumnType type = evidence.type();
        ColumnReader reader = isConstrained(type) ? new Parsed(type, Form.STRICT) : ofTexts.apply(evidence, type);
        return new TypedColumn(name, type, text(name), reader);
    }

    /** A column that the spec or the format gives a type. */
    private TypedColumn known(SourceColumn column) {
        ColumnType type = Objects.requireNonNullElse(declared.get(column.name()), column.type());
        if (type == column.type()) {
            return new TypedColumn(column.name(), type, typed(column.name(), type), new Typed(null));
        }
        ColumnReader reader = isConstrained(type) ? new Parsed(type, Form.LENIENT) : new Typed(null);
        return new TypedColumn(column.name(), type, text(column.name()), reader);
    }

    private static boolean isConstrained(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER, BOOLEAN, TIMESTAMP -> true;
            case CATEGORY, TEXT -> false;
        };
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

    private static String text(String column) {
        return "CAST(" + Sql.name(column) + " AS VARCHAR)";
    }

    /** The SQL of a value that the format gives its type. NaN, which Parquet can hold, is no value. */
    private static String typed(String column, ColumnType type) {
        String raw = Sql.name(column);
        return switch (type) {
            case NUMBER ->
                "CASE WHEN isnan(CAST(" + raw + " AS DOUBLE)) THEN NULL ELSE CAST(" + raw + " AS DOUBLE) END";
            case INTEGER -> "CAST(" + raw + " AS BIGINT)";
            case BOOLEAN -> "CAST(" + raw + " AS BOOLEAN)";
            case TIMESTAMP -> "CAST(" + raw + " AS TIMESTAMP)";
            case CATEGORY, TEXT -> raw;
        };
    }
}
