package dev.millrace.data.check;

import dev.millrace.data.tally.Gathered;
import java.util.List;

/** Looks for what makes a model look better than it is. */
public sealed interface LeakCheck extends Gathered permits RowLeaks, LabelLeaks {
    /** A sentence for each leak. Ask once. */
    List<String> warnings();
}
