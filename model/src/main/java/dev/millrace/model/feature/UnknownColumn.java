package dev.millrace.model.feature;

import dev.millrace.contract.report.Names;
import java.util.Collection;
import java.util.TreeSet;

/** A column that a plan names and the data version has not. */
public final class UnknownColumn {
    private UnknownColumn() {}

    /** A question for the end of a message about it. */
    public static String question(String written, Collection<String> columns) {
        return Names.nearest(written, new TreeSet<>(columns))
                .map("did you mean \"%s\"?"::formatted)
                .orElse("its profile lists the columns.");
    }
}
