package dev.millrace.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.Hyperparameters.ClassWeights;
import dev.millrace.contract.plan.Hyperparameters.Optimizer;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.model.bundle.ModelGraph;
import dev.millrace.model.feature.Encoding;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.feature.Encoding.Scale;
import dev.millrace.model.feature.Preprocessing;
import dev.millrace.model.inference.Columns;
import dev.millrace.model.inference.GraphSession;
import dev.millrace.model.output.LabelScale;
import dev.millrace.model.output.Output;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainableNetworkTest {
    private static final int INPUTS = 5;
    private static final int ROWS = 16;

    @BeforeAll
    @BeforeContainer
    static void startEngine() {
        Engine.start(1);
    }

    @Property(tries = 15)
    void exportsWhatItLearned(
            @ForAll @Size(max = 3) List<Activation> activations,
            @ForAll boolean normalised,
            @ForAll boolean classes,
            @ForAll long seed) {
        List<LayerPlan> layers = new ArrayList<>();
        for (Activation activation : activations) {
            layers.add(new LayerPlan(LayerType.DENSE, 7, activation, 0.2));
            if (normalised) {
                layers.add(new LayerPlan(LayerType.BATCH_NORM, null, null, null));
            }
        }
        layers.add(new LayerPlan(LayerType.DROPOUT, null, null, 0.1));
        Output output = classes
                ? new Output.Classification(Task.MULTICLASS, List.of("a", "b", "c"))
                : new Output.Regression(new LabelScale(LabelTransform.NONE, 0, 1, -1, 1));
        NetworkShape shape = new NetworkShape(output.task(), INPUTS, layers, output.scores(), List.of());
        TrainableNetwork network = new TrainableNetwork(shape, hyperparameters(Optimizer.ADAM, seed));
        float[] features = features(seed);
        for (int step = 0; step < 5; step++) {
            network.fit(features, targets(output.scores(), seed));
        }

        FloatBuffer exported = run(new ModelGraph(preprocessing(), network.export(), output), features);

        float[] trained = network.output(features);
        for (int i = 0; i < trained.length; i++) {
            assertThat(exported.get(i)).isCloseTo(trained[i], within(1e-5f * Math.max(1, Math.abs(trained[i]))));
        }
    }

    @ParameterizedTest
    @EnumSource(Optimizer.class)
    void goesOnFromItsStateBitForBit(Optimizer optimizer) {
        List<LayerPlan> layers = List.of(
                new LayerPlan(LayerType.DENSE, 8, Activation.RELU, 0.3),
                new LayerPlan(LayerType.BATCH_NORM, null, null, null));
        NetworkShape shape = new NetworkShape(Task.REGRESSION, INPUTS, layers, 1, List.of());
        TrainableNetwork whole = new TrainableNetwork(shape, hyperparameters(optimizer, 3));
        train(whole, 1);
        TrainingState state = whole.state();
        train(whole, 2);

        TrainableNetwork resumed = new TrainableNetwork(shape, hyperparameters(optimizer, 99));
        resumed.restore(state);
        train(resumed, 2);

        assertThat(resumed.parameters()).isEqualTo(whole.parameters());
        assertThat(resumed.state()).isEqualTo(whole.state());
    }

    @Test
    void learns() {
        NetworkShape shape = new NetworkShape(
                Task.REGRESSION, INPUTS, List.of(new LayerPlan(LayerType.DENSE, 16, null, null)), 1, List.of());
        TrainableNetwork network = new TrainableNetwork(shape, hyperparameters(Optimizer.ADAM, 1));
        double first = network.fit(features(1), targets(1, 1));
        double last = first;
        for (int step = 0; step < 300; step++) {
            last = network.fit(features(1), targets(1, 1));
        }

        assertThat(last).isLessThan(first / 10);
    }

    @Test
    void weighsClasses() {
        List<LayerPlan> none = List.of();
        TrainableNetwork plain = new TrainableNetwork(
                new NetworkShape(Task.BINARY, 1, none, 2, List.of()), hyperparameters(Optimizer.SGD, 1));
        TrainableNetwork weighted = new TrainableNetwork(
                new NetworkShape(Task.BINARY, 1, none, 2, List.of(1.0, 3.0)), hyperparameters(Optimizer.SGD, 1));

        double plainLoss = plain.fit(new float[] {0}, new float[] {0, 1});
        double weightedLoss = weighted.fit(new float[] {0}, new float[] {0, 1});

        assertThat(weightedLoss).isCloseTo(3 * plainLoss, within(1e-3));
    }

    @Test
    void solvesNormalEquations() {
        try (NormalEquations equations = new NormalEquations(2, 1)) {
            // y = 2a - 3b + 5
            equations.add(new float[] {0, 0, 1, 0}, new float[] {5, 7});
            equations.add(new float[] {0, 1, 2, 2}, new float[] {2, 3});

            double[][] weights = equations.solve(1e-9);

            assertThat(weights[0][0]).isCloseTo(2, within(1e-6));
            assertThat(weights[1][0]).isCloseTo(-3, within(1e-6));
            assertThat(weights[2][0]).isCloseTo(5, within(1e-6));
        }
    }

    private static void train(TrainableNetwork network, int epoch) {
        network.beginEpoch(epoch);
        for (int step = 0; step < 3; step++) {
            network.fit(features(epoch), targets(1, epoch));
        }
    }

    private static Hyperparameters hyperparameters(Optimizer optimizer, long seed) {
        return new Hyperparameters(1, ROWS, 0.01, optimizer, 1e-4, seed, 1, ClassWeights.NONE);
    }

    private static float[] features(long seed) {
        Random random = new Random(seed);
        float[] features = new float[ROWS * INPUTS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        return features;
    }

    private static float[] targets(int outputs, long seed) {
        float[] features = features(seed);
        float[] targets = new float[ROWS * outputs];
        for (int row = 0; row < ROWS; row++) {
            if (outputs == 1) {
                targets[row] = features[row * INPUTS] - features[row * INPUTS + 1];
            } else {
                targets[row * outputs + row % outputs] = 1;
            }
        }
        return targets;
    }

    private static Preprocessing preprocessing() {
        return new Preprocessing(IntStream.range(0, INPUTS)
                .<Encoding>mapToObj(
                        i -> new Numeric("x" + i, ColumnType.NUMBER, false, 0, new Scale(0, 1, -100, 100), false))
                .toList());
    }

    private static FloatBuffer run(ModelGraph graph, float[] features) {
        Columns columns = new Columns(ROWS);
        for (int i = 0; i < INPUTS; i++) {
            double[] values = new double[ROWS];
            for (int row = 0; row < ROWS; row++) {
                values[row] = features[row * INPUTS + i];
            }
            columns.withNumbers("x" + i, values);
        }
        try (GraphSession session = new GraphSession(graph.toModel())) {
            return session.run(columns)
                    .floats(
                            graph.output().task() == Task.REGRESSION
                                    ? ModelManifest.PREDICTION
                                    : ModelManifest.PROBABILITIES);
        }
    }
}
