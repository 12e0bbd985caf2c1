package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.ReadAhead;
import dev.millrace.data.engine.Session;
import dev.millrace.data.rows.Values;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.ColumnEvidence.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A source whose columns have types. Read it once. */
public final class TypedRows {
    private final RowSource source;
    private final SensitiveColumns sensitive;
    private final Supplier<List<TypedColumn>> unread;
    private final List<TypedColumn> columns;
    private long seen;

    /** @param unread gives the columns with readers that have read nothing, at each call others */
    TypedRows(RowSource source, SensitiveColumns sensitive, Supplier<List<TypedColumn>> unread) {
        this.source = source;
        this.sensitive = sensitive;
        this.unread = unread;
        this.columns = List.copyOf(unread.get());
    }

    /** The same rows with some of the columns, to be read on their own. */
    public TypedRows only(Collection<String> names) {
        return new TypedRows(source, sensitive, () -> unread.get().stream()
                .filter(column -> names.contains(column.name()))
                .toList());
    }

    /**
     * One of the columns.
     *
     * @param sql an expression over the source's columns
     * @param reader of what it gives
     */
    record TypedColumn(String name, ColumnType type, String sql, ColumnReader reader) {}

    /** Names and types. */
    public List<Column> columns() {
        return columns.stream()
                .map(column -> new Column(column.name(), column.type()))
                .toList();
    }

    /**
     * Reads the rows in order, in batches.
     *
     * @param preparation of each batch, in another thread: while one batch is consumed, the next is prepared
     * @param consumer of what was prepared, in the calling thread
     * @throws StepException if the files cannot be read to their end
     * @throws WrongTypeException if the types were taken from the first rows and others do not have them
     */
    public <T> void read(Session session, Function<List<Values>, T> preparation, Consumer<T> consumer) {
        readWhile(session, preparation, prepared -> {
            consumer.accept(prepared);
            return true;
        });
        columns.forEach(column -> column.reader().finish());
    }

    /**
     * Reads the first rows in order, in batches.
     *
     * @param preparation as in {@link #read}
     * @param consumer of what was prepared, for as long as it wants more
     * @throws StepException if the files cannot be read so far
     */
    public <T> void readWhile(Session session, Function<List<Values>, T> preparation, Predicate<T> consumer) {
        read(
                new Reading<>(
                        columns.stream().map(TypedColumn::sql).toList(),
                        batch -> preparation.apply(typed(batch)),
                        consumer),
                source,
                session);
    }

    private List<Values> typed(List<Values> batch) {
        Values[] typed = new Values[batch.size()];
        IntStream.range(0, typed.length)
                .parallel()
                .forEach(c -> typed[c] = columns.get(c).reader().read(batch.get(c), seen));
        seen += batch.get(0).rows();
        return Arrays.asList(typed);
    }

    /**
     * What is to be read.
     *
     * @param expressions over a source's columns
     * @param preparation of each batch, in another thread
     * @param consumer of what was prepared, for as long as it wants more
     */
    record Reading<T>(List<String> expressions, Function<List<Values>, T> preparation, Predicate<T> consumer) {}

    static <T> void read(Reading<T> reading, RowSource source, Session session) {
        String query = "SELECT " + String.join(", ", reading.expressions()) + " FROM " + source.table();
        try (ReadAhead<T> batches = ReadAhead.of(session, query, reading.preparation())) {
            Optional<T> batch = batches.next();
            while (batch.isPresent() && reading.consumer().test(batch.get())) {
                batch = batches.next();
            }
        } catch (QueryException e) {
            throw source.problem(e);
        }
    }

    /** What a person should know about the types, a sentence each. Ask after the rows were read. */
    public List<String> warnings(Session session) {
        List<String> warnings = new ArrayList<>();
        for (TypedColumn column : columns) {
            Witness witness = column.reader().nearlyNumber();
            if (witness != null) {
                warnings.add(TypeEvidence.nearlyNumber(
                        new Column(column.name(), column.type()),
                        place(witness.row(), session),
                        sensitive.contains(column.name()) ? SensitiveColumns.VALUE : witness.quoted()));
            }
        }
        return warnings;
    }

    /**
     * Makes sure that no number of a batch is infinite.
     *
     * @param first row of the batch, from 0
     * @param session of which a fork finds the place: itself, it is in the midst of a result
     */
    public void requireFinite(List<Values> batch, long first, Session session) {
        for (int c = 0; c < batch.size(); c++) {
            if (batch.get(c) instanceof Values.Doubles doubles) {
                for (int row = 0; row < doubles.rows(); row++) {
                    if (!doubles.isNull(row) && !Double.isFinite(doubles.values()[row])) {
                        throw infinite(columns.get(c), first + row, session);
                    }
                }
            }
        }
    }

    private StepException infinite(TypedColumn column, long row, Session session) {
        try (Session other = session.fork()) {
            return StepException.badInput("Column \"" + column.name() + "\": " + place(row, other)
                    + " is infinite: write a number, or leave it out.");
        }
    }

    /** Where a row stands, for people: {@code row 17 of houses.csv}, counted from 1 without the header. */
    public String place(long row, Session session) {
        return source.place(row, session);
    }
}
