package dev.millrace.data.source;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Batches;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import java.util.List;

/**
 * A source whose columns' types are known.
 *
 * @param source the files
 * @param columns names and types
 * @param query gives the typed rows in order
 * @param warnings what a person should know about the types, a sentence each
 */
public record TypedRows(RowSource source, List<Column> columns, String query, List<String> warnings) {
    /**
     * Reads the rows in batches, for as long as the consumer wants.
     *
     * @throws StepException if the files cannot be read to their end
     */
    public void read(Session session, BatchConsumer consumer) {
        read(source, query, session, consumer);
    }

    static void read(RowSource source, String query, Session session, BatchConsumer consumer) {
        try (Batches batches = session.query(query)) {
            while (batches.next()) {
                consumer.accept(batches.values());
            }
        } catch (QueryException e) {
            throw source.problem(e);
        }
    }

    /** Where a row stands, for people: {@code row 17 of houses.csv}, counted from 1 without the header. */
    public String place(long row, Session session) {
        return place(source, row, session);
    }

    static String place(RowSource source, long row, Session session) {
        long before = 0;
        for (SourceFile file : source.files()) {
            if (source.files().size() == 1) {
                break;
            }
            long rows = session.number("SELECT count(*) FROM " + source.table(List.of(file)));
            if (row < before + rows) {
                return "row " + (row - before + 1) + " of " + file.name();
            }
            before += rows;
        }
        return "row " + (row - before + 1) + " of "
                + source.files().get(source.files().size() - 1).name();
    }
}
