package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.ValueTable;
import org.jspecify.annotations.Nullable;

/** What the whole of a text column says of its type. */
abstract sealed class ColumnEvidence {
    /** A category has at most this many values: as many as a profile keeps. */
    static final int MOST_CATEGORIES = 1_000;

    /** So few values are categories even where each occurs once. */
    private static final int FEW = 20;

    private static final int MOST_CATEGORY_BYTES = 1 << 18;

    private long present;

    /** Takes the column's next rows. */
    final void add(Values.Texts values, long firstRow) {
        for (int row = 0; row < values.rows(); row++) {
            if (!values.isNull(row)) {
                present++;
                look(values, row, firstRow + row);
            }
        }
    }

    abstract void look(Values.Texts values, int row, long rowOfSource);

    /** Values that are not null. */
    final long present() {
        return present;
    }

    /** A value and its row, from 0. */
    record Witness(String value, long row) {
        private static final int LONGEST = 60;

        /** The value in a sentence, not too long. */
        String quoted() {
            return "\"" + (value.length() > LONGEST ? value.substring(0, LONGEST - 1) + "…" : value) + "\"";
        }
    }

    /** A type that nobody declared: the narrowest whose strict form all values have. */
    static final class Inferred extends ColumnEvidence {
        private boolean integers = true;
        private boolean numbers = true;
        private boolean booleans = true;
        private boolean timestamps = true;
        private long numberCount;
        private final ValueTable distinct = new ValueTable(MOST_CATEGORIES, MOST_CATEGORY_BYTES);
        private boolean many;
        private @Nullable Witness firstNonNumber;

        @Override
        void look(Values.Texts values, int row, long rowOfSource) {
            byte[] bytes = values.bytes();
            int from = values.offsets()[row];
            int to = values.offsets()[row + 1];
            integers = integers && TextForms.isStrictInteger(bytes, from, to);
            if (integers || TextForms.isStrictNumber(bytes, from, to)) {
                numberCount++;
            } else {
                numbers = false;
                if (firstNonNumber == null) {
                    firstNonNumber = new Witness(values.text(row), rowOfSource);
                }
            }
            booleans = booleans && TextForms.isStrictBoolean(bytes, from, to);
            timestamps = timestamps && TextForms.isTimestamp(bytes, from, to);
            many = many || !distinct.add(bytes, from, to, 0);
        }

        /** The type; text where there is no value at all. */
        ColumnType type() {
            if (present() == 0) {
                return ColumnType.TEXT;
            }
            if (integers) {
                return ColumnType.INTEGER;
            }
            if (numbers) {
                return ColumnType.NUMBER;
            }
            if (booleans) {
                return ColumnType.BOOLEAN;
            }
            if (timestamps) {
                return ColumnType.TIMESTAMP;
            }
            boolean few = !many && distinct.size() <= Math.max(FEW, present() / 2);
            return few ? ColumnType.CATEGORY : ColumnType.TEXT;
        }

        /** For a column that is category or text: its first value that is no number, if nearly all others are; else null. */
        @Nullable
        Witness nearlyNumber() {
            return numberCount >= present() * 0.9 ? firstNonNumber : null;
        }
    }

    /** A type that the spec declares: every value must have its lenient form. */
    static final class Declared extends ColumnEvidence {
        private final ColumnType type;
        private @Nullable Witness firstMisfit;

        Declared(ColumnType type) {
            this.type = type;
        }

        @Override
        void look(Values.Texts values, int row, long rowOfSource) {
            if (firstMisfit == null && !fits(values.bytes(), values.offsets()[row], values.offsets()[row + 1])) {
                firstMisfit = new Witness(values.text(row), rowOfSource);
            }
        }

        private boolean fits(byte[] bytes, int from, int to) {
            return switch (type) {
                case NUMBER -> TextForms.isNumber(bytes, from, to);
                case INTEGER -> TextForms.isInteger(bytes, from, to);
                case BOOLEAN -> TextForms.isBoolean(bytes, from, to);
                case TIMESTAMP -> TextForms.isTimestamp(bytes, from, to);
                case CATEGORY, TEXT -> true;
            };
        }

        ColumnType type() {
            return type;
        }

        /** The first value that is not of the type, or null. */
        @Nullable
        Witness firstMisfit() {
            return firstMisfit;
        }
    }
}
