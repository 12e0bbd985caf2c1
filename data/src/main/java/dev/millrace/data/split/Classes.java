package dev.millrace.data.split;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.profile.ValueKeys;
import dev.millrace.data.rows.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of a label, numbered as they come, and how many rows each has. */
final class Classes {
    /** A label with more values is a number to predict, not a class. */
    static final int MOST = 1_000;

    private final String label;
    private final Map<Object, Integer> indexes = new HashMap<>();
    private final List<Long> rows = new ArrayList<>();

    /** @param label its name */
    Classes(String label) {
        this.label = label;
    }

    /**
     * Counts a row of a class.
     *
     * @return the class
     * @throws StepException if there are more classes than anything is classified into
     */
    int add(Values labels, int row) {
        int index = indexes.computeIfAbsent(value(labels, row), value -> indexes.size());
        if (index == MOST) {
            throw StepException.badInput("spec.split.stratify: the label \"" + label + "\" has more than " + MOST
                    + " different values, and each would be a class: leave stratify out.");
        }
        if (index == rows.size()) {
            rows.add(0L);
        }
        rows.set(index, rows.get(index) + 1);
        return index;
    }

    /** The class of a row that was counted. */
    int index(Values labels, int row) {
        Integer index = indexes.get(value(labels, row));
        if (index == null) {
            throw new IllegalStateException("a label that was not there when the rows were counted");
        }
        return index;
    }

    /** Rows of a class. */
    long rows(int index) {
        return rows.get(index);
    }

    int count() {
        return rows.size();
    }

    private static Object value(Values labels, int row) {
        if (labels instanceof Values.Texts texts) {
            return texts.text(row);
        }
        return labels instanceof Values.Doubles doubles
                ? ValueKeys.key(doubles.values()[row])
                : ((Values.Longs) labels).values()[row];
    }
}
