package dev.millrace.trainer.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Rows gathered from a file for one step: arrays of the size that the step needs. */
public final class Batch {
    private final int width;
    private final int outputs;
    private final float[] features;
    private final float[] targets;
    private final FloatBuffer place;
    private int rows;

    /**
     * An empty batch.
     *
     * @param capacity rows at most
     * @param width the number of features
     * @param outputs 1 for scaled labels, else the number of classes
     */
    public Batch(int capacity, int width, int outputs) {
        this.width = width;
        this.outputs = outputs;
        this.features = new float[capacity * width];
        this.targets = new float[capacity * outputs];
        this.place = FloatBuffer.wrap(features);
    }

    public int rows() {
        return rows;
    }

    public boolean isFull() {
        return (rows + 1) * width > features.length;
    }

    public void clear() {
        rows = 0;
        Arrays.fill(targets, 0);
    }

    /** Adds a row of a file; an unknown class leaves all its targets 0. */
    public void add(TensorFile file, long row) {
        float target = file.read(row, place, rows * width);
        if (outputs == 1) {
            targets[rows] = target;
        } else if (target != Tensors.UNKNOWN_CLASS) {
            targets[rows * outputs + (int) target] = 1;
        }
        rows++;
    }

    /** [rows, width], row-major. The array is the batch's own while it is full. */
    public float[] features() {
        return exact(features, rows * width);
    }

    /** [rows, outputs], row-major: scaled labels, or 1 for the row's class. */
    public float[] targets() {
        return exact(targets, rows * outputs);
    }

    private static float[] exact(float[] values, int length) {
        return values.length == length ? values : Arrays.copyOf(values, length);
    }
}
