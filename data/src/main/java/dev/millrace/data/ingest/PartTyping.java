package dev.millrace.data.ingest;

import dev.millrace.contract.Json;
import dev.millrace.data.engine.Session;
import dev.millrace.data.part.Place;
import dev.millrace.data.part.Workers;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.RowSource.SourceColumn;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out what the columns of a part are called, and if wanted what its rows say of their types.
 *
 * @param rows whether rows are read
 */
record PartTyping(PartedSource source, boolean rows) implements Workers.Task {
    @Override
    public byte[] run(int part, Place place) throws IOException {
        return Answer.of(SensitiveColumns.of(source.plan().columns()), out -> {
            try (Session session = Session.open(place.resources())) {
                RowSource opened = source.open(part, place, session);
                byte[] columns = Json.bytes(opened.columns());
                out.writeInt(columns.length);
                out.write(columns);
                if (rows) {
                    source.typing(opened, place, session).gather().write(out);
                }
            }
        });
    }

    /** The columns of an answer; behind them is what the rows say. */
    static List<SourceColumn> columns(DataInputStream answer) throws IOException {
        return Arrays.asList(Json.read(answer.readNBytes(answer.readInt()), SourceColumn[].class));
    }
}
