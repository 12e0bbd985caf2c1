package dev.millrace.data.engine;

import dev.millrace.contract.ColumnType;
import dev.millrace.data.rows.Values;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;

/** Between Arrow's vectors and plain arrays: each buffer is copied at once. */
final class Vectors {
    private Vectors() {}

    /** A result's column. */
    static Values read(FieldVector vector) {
        int rows = vector.getValueCount();
        boolean[] nulls = nulls(vector, rows);
        if (vector instanceof Float8Vector numbers) {
            double[] values = new double[rows];
            buffer(numbers.getDataBuffer(), (long) rows * Double.BYTES)
                    .asDoubleBuffer()
                    .get(values);
            return new Values.Doubles(values, nulls, rows);
        }
        if (vector instanceof BigIntVector || vector instanceof TimeStampMicroVector) {
            long[] values = new long[rows];
            buffer(vector.getDataBuffer(), (long) rows * Long.BYTES)
                    .asLongBuffer()
                    .get(values);
            return new Values.Longs(values, nulls, rows);
        }
        if (vector instanceof BitVector bits) {
            long[] values = new long[rows];
            for (int row = 0; row < rows; row++) {
                values[row] = nulls[row] ? 0 : bits.get(row);
            }
            return new Values.Longs(values, nulls, rows);
        }
        if (vector instanceof VarCharVector texts) {
            int[] offsets = new int[rows + 1];
            if (rows > 0) {
                buffer(texts.getOffsetBuffer(), (rows + 1L) * Integer.BYTES)
                        .asIntBuffer()
                        .get(offsets);
            }
            byte[] bytes = new byte[offsets[rows]];
            buffer(texts.getDataBuffer(), bytes.length).get(bytes);
            return new Values.Texts(bytes, offsets, nulls, rows);
        }
        throw new IllegalArgumentException("no values of vectors of " + vector.getField());
    }

    private static boolean[] nulls(FieldVector vector, int rows) {
        boolean[] nulls = new boolean[rows];
        if (vector.getNullCount() > 0) {
            ArrowBuf validity = vector.getValidityBuffer();
            for (int row = 0; row < rows; row++) {
                nulls[row] = BitVectorHelper.get(validity, row) == 0;
            }
        }
        return nulls;
    }

    private static ByteBuffer buffer(ArrowBuf buffer, long size) {
        return buffer.nioBuffer(0, Math.toIntExact(size)).order(ByteOrder.nativeOrder());
    }

    /** A new vector with a copy of a column's values. */
    static FieldVector write(String name, ColumnType type, Values values, BufferAllocator allocator) {
        FieldVector vector =
                switch (type) {
                    case NUMBER -> numbers(new Float8Vector(name, allocator), (Values.Doubles) values);
                    case INTEGER -> longs(new BigIntVector(name, allocator), (Values.Longs) values);
                    case TIMESTAMP -> longs(new TimeStampMicroVector(name, allocator), (Values.Longs) values);
                    case BOOLEAN -> bits(new BitVector(name, allocator), (Values.Longs) values);
                    case CATEGORY, TEXT -> texts(new VarCharVector(name, allocator), (Values.Texts) values);
                };
        boolean[] nulls = values.nulls();
        int rows = values.rows();
        for (int row = 0; row < rows; row++) {
            if (nulls[row]) {
                BitVectorHelper.unsetBit(vector.getValidityBuffer(), row);
            }
        }
        vector.setValueCount(rows);
        return vector;
    }

    private static FieldVector numbers(Float8Vector vector, Values.Doubles values) {
        allocate(vector, values.rows());
        buffer(vector.getDataBuffer(), (long) values.rows() * Double.BYTES)
                .asDoubleBuffer()
                .put(values.values(), 0, values.rows());
        return vector;
    }

    private static FieldVector longs(BaseFixedWidthVector vector, Values.Longs values) {
        allocate(vector, values.rows());
        buffer(vector.getDataBuffer(), (long) values.rows() * Long.BYTES)
                .asLongBuffer()
                .put(values.values(), 0, values.rows());
        return vector;
    }

    private static FieldVector bits(BitVector vector, Values.Longs values) {
        allocate(vector, values.rows());
        for (int row = 0; row < values.rows(); row++) {
            vector.set(row, (int) values.values()[row]);
        }
        return vector;
    }

    private static void allocate(BaseFixedWidthVector vector, int rows) {
        vector.allocateNew(Math.max(1, rows));
        vector.getValidityBuffer().setOne(0L, (rows + 7L) / 8);
    }

    private static FieldVector texts(VarCharVector vector, Values.Texts values) {
        int size = values.offsets()[values.rows()];
        vector.allocateNew(Math.max(1, size), Math.max(1, values.rows()));
        vector.getValidityBuffer().setOne(0L, (values.rows() + 7L) / 8);
        buffer(vector.getOffsetBuffer(), (values.rows() + 1L) * Integer.BYTES)
                .asIntBuffer()
                .put(values.offsets(), 0, values.rows() + 1);
        buffer(vector.getDataBuffer(), size).put(values.bytes(), 0, size);
        vector.setLastSet(values.rows() - 1);
        return vector;
    }
}
