package dev.millrace.server.inference;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.Input;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The raw columns that a model takes, by position and by name. */
public final class InputSchema {
    private final List<Input> inputs;
    private final String label;
    private final Set<String> ignored;
    private final Map<String, Integer> positions = new HashMap<>();
    private final boolean[] texts;
    private final double[] min;
    private final double[] max;

    public InputSchema(ModelManifest manifest) {
        inputs = manifest.inputs();
        label = manifest.label();
        ignored = Set.copyOf(manifest.ignored());
        texts = new boolean[inputs.size()];
        min = new double[inputs.size()];
        max = new double[inputs.size()];
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            positions.put(input.name(), i);
            texts[i] = isText(input.type());
            Double smallest = input.min();
            Double largest = input.max();
            min[i] = smallest == null ? Double.NEGATIVE_INFINITY : smallest;
            max[i] = largest == null ? Double.POSITIVE_INFINITY : largest;
        }
    }

    private static boolean isText(ColumnType type) {
        return switch (type) {
            case CATEGORY, TEXT -> true;
            case NUMBER, INTEGER, BOOLEAN, TIMESTAMP -> false;
        };
    }

    public int size() {
        return inputs.size();
    }

    public Input input(int position) {
        return inputs.get(position);
    }

    /** Whether the graph takes this input as strings; else as doubles. */
    public boolean isText(int position) {
        return texts[position];
    }

    /** The position of a column, or -1 where the model takes none of that name. */
    public int position(String name) {
        Integer position = positions.get(name);
        return position == null ? -1 : position;
    }

    /** Whether values of this column are accepted and not looked at. */
    public boolean isIgnored(String name) {
        return ignored.contains(name);
    }

    /** The column that the model predicts. */
    public String label() {
        return label;
    }

    /** A number in the middle of the train split's range; 0 where none is known. */
    double middle(int position) {
        double middle = min[position] / 2 + max[position] / 2;
        return Double.isFinite(middle) ? middle : 0;
    }

    /** The names of the inputs with a value outside the range of the train split; a missing value is in no range. */
    public List<String> outOfRange(Columns columns) {
        List<String> names = List.of();
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i] && leavesRange(columns.numbers(i), columns.rows(), min[i], max[i])) {
                if (names.isEmpty()) {
                    names = new ArrayList<>();
                }
                names.add(inputs.get(i).name());
            }
        }
        return names;
    }

    private static boolean leavesRange(double[] values, int rows, double min, double max) {
        for (int row = 0; row < rows; row++) {
            if (values[row] < min || values[row] > max) {
                return true;
            }
        }
        return false;
    }
}
