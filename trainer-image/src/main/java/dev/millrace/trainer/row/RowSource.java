package dev.millrace.trainer.row;

import dev.millrace.contract.Split;
import dev.millrace.model.inference.Columns;
import java.io.IOException;
import java.util.List;

/** Where rows come from. */
public interface RowSource {
    /**
     * Reads a split's rows in the data version's order. Rows of other splits are not looked at.
     *
     * @param columns that are needed, each once
     * @param reader takes batches of at least one row, one after another; a batch ends with the call
     */
    void read(Split split, List<String> columns, Reader reader) throws IOException;

    /** Takes batches: categories as texts, all other types as numbers. */
    @FunctionalInterface
    interface Reader {
        void accept(Columns batch) throws IOException;
    }
}
