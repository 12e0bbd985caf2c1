package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.ColumnEvidence.Inferred;
import dev.millrace.data.source.ColumnReader.Parsed;
import dev.millrace.data.source.ColumnReader.Typed;
import dev.millrace.data.source.ColumnReader.Watched;
import dev.millrace.data.source.RowSource.SourceColumn;
import dev.millrace.data.source.TextValues.Form;
import dev.millrace.data.source.TypedRows.Reading;
import dev.millrace.data.source.TypedRows.TypedColumn;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final RowSource source;
    private final List<ColumnPlan> plans;
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
        this.plans = plans;
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
        Map<String, Inferred> found = source.columns().stream()
                .filter(column -> column.type() == null && !declared.containsKey(column.name()))
                .collect(Collectors.toMap(
                        SourceColumn::name, column -> new Inferred(), (a, b) -> a, LinkedHashMap::new));
        List<Inferred> evidence = List.copyOf(found.values());
        look(List.copyOf(found.keySet()), batch -> {
            IntStream.range(0, batch.size()).parallel().forEach(c -> evidence.get(c)
                    .add((Values.Texts) batch.get(c), 0));
            return false;
        });
        if (evidence.stream().anyMatch(of -> of.present() == 0)) {
            return Optional.empty();
        }
        Map<String, ColumnType> types = new HashMap<>();
        found.forEach((column, of) -> types.put(column, of.type()));
        return Optional.of(rows((column, type) -> new Watched(type, new Inferred()), types));
    }

    /**
     * The source with the types that all its rows have.
     *
     * @throws StepException if values do not fit their declared types, with column, row and value
     */
    private TypedRows find() {
        TypeEvidence evidence = gather();
        evidence.requireFits(row -> source.place(row, session));
        return rows((column, type) -> new Typed(evidence.nearlyNumber(column)), evidence.inferred());
    }

    /** What all rows say of the types. */
    public TypeEvidence gather() {
        TypeEvidence evidence = new TypeEvidence(source.columns(), plans);
        look(evidence.wanted(), batch -> {
            evidence.add(batch);
            return true;
        });
        return evidence;
    }

    /**
     * The source with types that are known to be those of all rows.
     *
     * @param found those of the columns that neither the spec nor the format gives one
     */
    public TypedRows as(Map<String, ColumnType> found) {
        return rows((column, type) -> new Typed(null), found);
    }

    /** Shows columns' texts to a consumer, while it wants more. */
    private void look(List<String> columns, Predicate<List<Values>> consumer) {
        if (columns.isEmpty()) {
            return;
        }
        Predicate<List<Values>> look = batch -> {
            stopCheck.run();
            return consumer.test(batch);
        };
        TypedRows.read(
                new Reading<>(columns.stream().map(Typing::text).toList(), batch -> batch, look), source, session);
    }

    private TypedRows rows(BiFunction<String, ColumnType, ColumnReader> ofTexts, Map<String, ColumnType> found) {
        return new TypedRows(source, sensitive, () -> source.columns().stream()
                .map(column -> {
                    ColumnType type = found.get(column.name());
                    return type == null ? known(column) : inferred(column.name(), type, ofTexts);
                })
                .toList());
    }

    private static TypedColumn inferred(
            String name, ColumnType type, BiFunction<String, ColumnType, ColumnReader> ofTexts) {
        ColumnReader reader = !type.isText() ? new Parsed(type, Form.STRICT) : ofTexts.apply(name, type);
        return new TypedColumn(name, type, text(name), reader);
    }

    /** A column that the spec or the format gives a type. */
    private TypedColumn known(SourceColumn column) {
        ColumnType type = Objects.requireNonNullElse(declared.get(column.name()), column.type());
        if (type == column.type()) {
            return new TypedColumn(column.name(), type, typed(column.name(), type), new Typed(null));
        }
        ColumnReader reader = !type.isText() ? new Parsed(type, Form.LENIENT) : new Typed(null);
        return new TypedColumn(column.name(), type, text(column.name()), reader);
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
