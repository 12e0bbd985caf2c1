package dev.millrace.data.source;

import dev.millrace.data.rows.Values;
import java.util.List;

/** Takes the next rows, column by column. */
@FunctionalInterface
public interface BatchConsumer {
    void accept(List<Values> columns);
}
