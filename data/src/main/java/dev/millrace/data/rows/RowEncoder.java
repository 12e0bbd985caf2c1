package dev.millrace.data.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes rows as bytes, version {@value RowTree#ENCODING} of docs/formats/row-encoding.md: a bitmap of the nulls, then each value that
 * is there. With the columns' types known, two different rows never have the same bytes.
 *
 * <p>Not safe for several threads.
 */
final class RowEncoder {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONE_NAN = 0x7ff8000000000000L;

    private byte[] bytes = new byte[256];
    private int length;

    /** Encodes one row of the given columns; read it from {@link #bytes} up to {@link #length}. */
    void encode(Values[] columns, int row) {
        int bitmap = (columns.length + 7) >>> 3;
        ensure(bitmap);
        Arrays.fill(bytes, 0, bitmap, (byte) 0);
        length = bitmap;
        for (int c = 0; c < columns.length; c++) {
            Values values = columns[c];
            if (values.isNull(row)) {
                bytes[c >>> 3] |= (byte) (1 << (c & 7));
            } else {
                append(values, row);
            }
        }
    }

    private void append(Values values, int row) {
        if (values instanceof Values.Doubles doubles) {
            appendLong(bits(doubles.values()[row]));
        } else if (values instanceof Values.Longs longs) {
            appendLong(longs.values()[row]);
        } else if (values instanceof Values.Texts texts) {
            int size = texts.length(row);
            ensure(length + Integer.BYTES + size);
            INT.set(bytes, length, size);
            System.arraycopy(texts.bytes(), texts.offsets()[row], bytes, length + Integer.BYTES, size);
            length += Integer.BYTES + size;
        }
    }

    private void appendLong(long value) {
        ensure(length + Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    private void ensure(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
        }
    }

    /** A number's bits: equal numbers have equal ones, and all NaNs are one. */
    static long bits(double value) {
        if (value == 0) {
            return 0;
        }
        return Double.isNaN(value) ? ONE_NAN : Double.doubleToRawLongBits(value);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
