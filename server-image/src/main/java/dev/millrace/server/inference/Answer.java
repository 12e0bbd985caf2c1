package dev.millrace.server.inference;

/**
 * What the graph said about the rows of a request. Valid until the next prediction in the same {@link Tensors}.
 */
public final class Answer {
    private final int rows;
    private final float[] predictions;
    private final String[] classes;
    private final float[] probabilities;

    Answer(int rows, float[] predictions, String[] classes, float[] probabilities) {
        this.rows = rows;
        this.predictions = predictions;
        this.classes = classes;
        this.probabilities = probabilities;
    }

    public int rows() {
        return rows;
    }

    /** The predicted number of each row; empty for a classifier. */
    public float[] predictions() {
        return predictions;
    }

    /** The predicted class of each row; empty for a regression. */
    public String[] classes() {
        return classes;
    }

    /** The probabilities of the classes, row after row; empty for a regression. */
    public float[] probabilities() {
        return probabilities;
    }

    /** The first row whose answer is not a finite number, or -1. */
    public int firstRowNotFinite() {
        int row = firstNotFinite(predictions);
        if (row < 0 && probabilities.length > 0) {
            int value = firstNotFinite(probabilities);
            row = value < 0 ? -1 : value / (probabilities.length / rows);
        }
        return row;
    }

    private static int firstNotFinite(float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return i;
            }
        }
        return -1;
    }
}
