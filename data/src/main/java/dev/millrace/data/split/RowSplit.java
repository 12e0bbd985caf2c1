package dev.millrace.data.split;

import dev.millrace.contract.Split;
import dev.millrace.data.rows.Values;
import java.util.List;

/** Which rows train, which validate, which test. Batches come one after another, in the rows' order. */
public interface RowSplit {
    /**
     * The code of the split of each row of a batch, {@link Split#NONE} for rows without a label.
     *
     * @throws dev.millrace.contract.report.StepException if a row has no place in any split
     */
    byte[] codes(List<Values> batch);
}
