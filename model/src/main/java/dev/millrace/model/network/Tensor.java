package dev.millrace.model.network;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Floats in row-major order with their dimensions. It never changes. */
public final class Tensor {
    private final List<Long> dimensions;
    private final float[] values;

    private Tensor(List<Long> dimensions, float[] values) {
        this.dimensions = dimensions;
        this.values = values;
    }

    /**
     * A copy of the values with these dimensions.
     *
     * @throws IllegalArgumentException if their number is not the dimensions' product
     */
    public static Tensor of(float[] values, long... dimensions) {
        long size = Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "%d values for the shape %s".formatted(values.length, Arrays.toString(dimensions)));
        }
        return new Tensor(Arrays.stream(dimensions).boxed().toList(), values.clone());
    }

    /** A vector. */
    public static Tensor vector(float... values) {
        return of(values, values.length);
    }

    public List<Long> dimensions() {
        return dimensions;
    }

    /** The size of one dimension. */
    public int dimension(int axis) {
        return Math.toIntExact(dimensions.get(axis));
    }

    public int rank() {
        return dimensions.size();
    }

    public int size() {
        return values.length;
    }

    /** A value by its place in row-major order. */
    public float get(int index) {
        return values[index];
    }

    /** The values, read-only. */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /** Whether all values are numbers and none is infinite. */
    public boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && dimensions.equals(tensor.dimensions)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * dimensions.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + dimensions;
    }
}
