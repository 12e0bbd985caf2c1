package dev.millrace.trainer.engine;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The normal equations of a linear least-squares problem with an intercept, summed up batch by batch in double: memory grows with the square of
 * the features, not with the rows.
 */
public final class NormalEquations implements AutoCloseable {
    private final int inputs;
    private final int outputs;
    private final INDArray gram;
    private final INDArray moment;

    /**
     * Empty sums.
     *
     * @param inputs the number of features
     * @param outputs the number of targets
     */
    public NormalEquations(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.gram = Nd4j.zeros(DataType.DOUBLE, inputs + 1, inputs + 1);
        this.moment = Nd4j.zeros(DataType.DOUBLE, inputs + 1, outputs);
    }

    /**
     * Adds rows.
     *
     * @param features [rows, inputs], row-major
     * @param targets [rows, outputs], row-major
     */
    public void add(float[] features, float[] targets) {
        int rows = targets.length / outputs;
        double[] x = new double[rows * (inputs + 1)];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < inputs; i++) {
                x[row * (inputs + 1) + i] = features[row * inputs + i];
            }
            x[row * (inputs + 1) + inputs] = 1;
        }
        double[] y = new double[targets.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = targets[i];
        }
        try (INDArray left = Nd4j.create(x, new long[] {rows, inputs + 1}, 'c');
                INDArray right = Nd4j.create(y, new long[] {rows, outputs}, 'c');
                INDArray square = left.transpose().mmul(left);
                INDArray product = left.transpose().mmul(right)) {
            gram.addi(square);
            moment.addi(product);
        }
    }

    /**
     * Solves with a penalty on the squared weights, the intercept apart, by Cholesky's decomposition.
     *
     * @param penalty above zero
     * @return [inputs + 1, outputs], the intercepts last
     */
    public double[][] solve(double penalty) {
        RealMatrix left = new Array2DRowRealMatrix(gram.toDoubleMatrix(), false);
        for (int i = 0; i < inputs; i++) {
            left.addToEntry(i, i, penalty);
        }
        RealMatrix right = new Array2DRowRealMatrix(moment.toDoubleMatrix(), false);
        // Sums in another order differ in their last bits across the diagonal.
        CholeskyDecomposition decomposition = new CholeskyDecomposition(left, 1e-8, 0);
        return decomposition.getSolver().solve(right).getData();
    }

    @Override
    public void close() {
        gram.close();
        moment.close();
    }
}
