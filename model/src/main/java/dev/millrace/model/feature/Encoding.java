package dev.millrace.model.feature;

import dev.millrace.contract.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** How one column becomes features, with the constants that were fitted on the train split. */
public sealed interface Encoding {
    String column();

    ColumnType type();

    /**
     * A number, a truth value (0 and 1) or a point in time (microseconds): a missing one is filled, then
     * {@code (f(x) - center) / divisor}, held to {@code [low, high]}: neither a row of training nor one of serving drives the network far from where
     * the others are.
     *
     * @param logarithmic whether f is sign(x)·ln(1+|x|); else f(x) = x
     * @param fill stands for a missing value
     * @param indicator whether a feature of its own says that the value was missing
     */
    record Numeric(String column, ColumnType type, boolean logarithmic, double fill, Scale scale, boolean indicator)
            implements Encoding {}

    /** Center, divisor and bounds; the bounds are those of the scaled value. */
    record Scale(double center, double divisor, double low, double high) {}

    /**
     * A text out of a vocabulary: one feature a slot, of which at most one is 1. Slots exist for what training saw: without an {@code other}
     * slot an unknown value has all slots 0, since a slot that was always 0 in training would only add its random first weights.
     *
     * @param values with slots of their own, most frequent first
     * @param missing whether the missing value has a slot; else it counts as an unknown one
     * @param other whether all further values share a slot
     */
    record Category(String column, List<String> values, boolean missing, boolean other) implements Encoding {
        public Category {
            values = List.copyOf(values);
        }

        @Override
        public ColumnType type() {
            return ColumnType.CATEGORY;
        }

        /** The number of features. */
        public int slots() {
            return values.size() + (missing ? 1 : 0) + (other ? 1 : 0);
        }

        /** The slot of unknown values, or -1. */
        public int otherSlot() {
            return other ? slots() - 1 : -1;
        }

        /** The texts that have slots, in the slots' order; the empty one is the missing value. */
        public List<String> keys() {
            List<String> keys = new ArrayList<>(values);
            if (missing) {
                keys.add("");
            }
            return keys;
        }
    }
}
