package dev.millrace.data.source;

import dev.millrace.contract.ColumnType;
import dev.millrace.data.rows.Values;
import dev.millrace.data.tally.ValueTable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    void write(DataOutputStream out) throws IOException {
        out.writeLong(present);
    }

    /**
     * Adds what was written of rows that follow.
     *
     * @param firstRow the number of the first of them
     */
    void join(DataInputStream in, long firstRow) throws IOException {
        present += in.readLong();
    }

    /** A value and its row, from 0. */
    record Witness(String value, long row) {
        static void write(@Nullable Witness witness, DataOutputStream out) throws IOException {
            out.writeBoolean(witness != null);
            if (witness != null) {
                byte[] value = witness.value().getBytes(StandardCharsets.UTF_8);
                out.writeInt(value.length);
                out.write(value);
                out.writeLong(witness.row());
            }
        }

        static @Nullable Witness read(DataInputStream in, long firstRow) throws IOException {
            if (!in.readBoolean()) {
                return null;
            }
            String value = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            return new Witness(value, firstRow + in.readLong());
        }

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

        @Override
        void write(DataOutputStream out) throws IOException {
            super.write(out);
            out.writeBoolean(integers);
            out.writeBoolean(numbers);
            out.writeBoolean(booleans);
            out.writeBoolean(timestamps);
            out.writeLong(numberCount);
            out.writeBoolean(many);
            Witness.write(firstNonNumber, out);
            List<byte[]> values = new ArrayList<>();
            distinct.forEach((value, counts) -> values.add(value));
            out.writeInt(values.size());
            for (byte[] value : values) {
                out.writeInt(value.length);
                out.write(value);
            }
        }

        @Override
        void join(DataInputStream in, long firstRow) throws IOException {
            super.join(in, firstRow);
            integers &= in.readBoolean();
            numbers &= in.readBoolean();
            booleans &= in.readBoolean();
            timestamps &= in.readBoolean();
            numberCount += in.readLong();
            many |= in.readBoolean();
            Witness witness = Witness.read(in, firstRow);
            firstNonNumber = firstNonNumber == null ? witness : firstNonNumber;
            int values = in.readInt();
            for (int i = 0; i < values; i++) {
                byte[] value = in.readNBytes(in.readInt());
                many = many || !distinct.add(value, 0, value.length, 0);
            }
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

        @Override
        void write(DataOutputStream out) throws IOException {
            super.write(out);
            Witness.write(firstMisfit, out);
        }

        @Override
        void join(DataInputStream in, long firstRow) throws IOException {
            super.join(in, firstRow);
            Witness misfit = Witness.read(in, firstRow);
            firstMisfit = firstMisfit == null ? misfit : firstMisfit;
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
