package dev.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.model.bundle.ModelGraph;
import dev.millrace.model.feature.Encoding;
import dev.millrace.model.feature.Encoding.Category;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.feature.Encoding.Scale;
import dev.millrace.model.feature.Preprocessing;
import dev.millrace.model.inference.Columns;
import dev.millrace.model.inference.GraphSession;
import dev.millrace.model.inference.Outputs;
import dev.millrace.model.network.Layer;
import dev.millrace.model.network.Network;
import dev.millrace.model.network.Tensor;
import dev.millrace.model.output.LabelScale;
import dev.millrace.model.output.Output;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is fitted and trained: the graph answers as plain Java does. */
class GraphPropertiesTest {
    private static final List<String> TEXTS = List.of("", "Pave", "Grvl", "Größe", "a b", "\"", "nie gesehen");

    /** Columns, a network's hidden layers, and rows that all follow from a seed. */
    record Case(List<Encoding> encodings, List<Activation> activations, boolean normalised, long seed) {}

    @Property(tries = 60)
    void featuresAreThoseOfPlainJava(@ForAll("cases") Case drawn) {
        Preprocessing preprocessing = new Preprocessing(drawn.encodings());
        List<Map<String, Object>> rows = rows(drawn);

        FloatBuffer features = run(preprocessing.toModel(), drawn, rows).floats(Preprocessing.FEATURES);

        assertThat(features.remaining()).isEqualTo(rows.size() * preprocessing.width());
        for (Map<String, Object> row : rows) {
            for (double expected : Reference.features(drawn.encodings(), row)) {
                assertThat(features.get()).isCloseTo((float) expected, within(ulps(expected)));
            }
        }
    }

    @Property(tries = 60)
    void numbersAreThoseOfPlainJava(@ForAll("cases") Case drawn, @ForAll LabelTransform transform) {
        LabelScale scale = new LabelScale(transform, 2, 0.5, 1, 4);
        ModelGraph graph = graph(drawn, new Output.Regression(scale));
        List<Map<String, Object>> rows = rows(drawn);

        FloatBuffer predictions = run(graph.toModel(), drawn, rows).floats(ModelManifest.PREDICTION);

        for (Map<String, Object> row : rows) {
            double expected = scale.label(Reference.scores(graph.network(), features(drawn, row))[0]);
            assertThat((double) predictions.get()).isCloseTo(expected, within(1e-3 * Math.max(1, Math.abs(expected))));
        }
    }

    @Property(tries = 60)
    void classesAreThoseOfPlainJava(@ForAll("cases") Case drawn) {
        List<String> classes = List.of("none", "Käfer", "moth");
        ModelGraph graph = graph(drawn, new Output.Classification(Task.MULTICLASS, classes));
        List<Map<String, Object>> rows = rows(drawn);

        Outputs outputs = run(graph.toModel(), drawn, rows);

        FloatBuffer probabilities = outputs.floats(ModelManifest.PROBABILITIES);
        for (int row = 0; row < rows.size(); row++) {
            double[] expected =
                    Reference.probabilities(Reference.scores(graph.network(), features(drawn, rows.get(row))));
            double answered = 0;
            double largest = 0;
            for (int k = 0; k < expected.length; k++) {
                assertThat((double) probabilities.get(row * expected.length + k))
                        .isCloseTo(expected[k], within(1e-3));
                largest = Math.max(largest, expected[k]);
                answered = outputs.texts(ModelManifest.PREDICTION).get(row).equals(classes.get(k))
                        ? expected[k]
                        : answered;
            }
            assertThat(answered).isCloseTo(largest, within(1e-3));
        }
    }

    @Property(tries = 20)
    void equalModelsAreEqualBytes(@ForAll("cases") Case drawn) {
        Output output = new Output.Regression(new LabelScale(LabelTransform.NONE, 0, 1, -1, 1));

        assertThat(graph(drawn, output).toModel())
                .isEqualTo(graph(drawn, output).toModel());
    }

    @Provide
    Arbitrary<Case> cases() {
        return Combinators.combine(
                        encodings(),
                        Arbitraries.of(Activation.class).list().ofMinSize(0).ofMaxSize(3),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as(Case::new);
    }

    private static Arbitrary<List<Encoding>> encodings() {
        Arbitrary<Encoding> numbers = Combinators.combine(
                        Arbitraries.of(ColumnType.NUMBER, ColumnType.TIMESTAMP),
                        Arbitraries.of(true, false),
                        Arbitraries.doubles().between(-100, 100),
                        Arbitraries.doubles().between(0.01, 100),
                        Arbitraries.of(true, false))
                .as((type, logarithmic, center, divisor, indicator) ->
                        new Numeric("", type, logarithmic, center, new Scale(center, divisor, -20, 30), indicator));
        Arbitrary<Encoding> categories = Combinators.combine(
                        Arbitraries.of(TEXTS.subList(1, 6))
                                .list()
                                .uniqueElements()
                                .ofMinSize(1)
                                .ofMaxSize(5),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((values, missing, other) -> new Category("", values, missing, other));
        return Arbitraries.oneOf(numbers, categories)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(GraphPropertiesTest::named);
    }

    /** Gives every column a name of its own, also such as inner values of the graph have. */
    private static List<Encoding> named(List<Encoding> encodings) {
        List<Encoding> named = new ArrayList<>();
        for (Encoding encoding : encodings) {
            String name = named.size() % 2 == 0 ? "constant/" + named.size() : "Größe " + named.size();
            if (encoding instanceof Numeric n) {
                named.add(new Numeric(name, n.type(), n.logarithmic(), n.fill(), n.scale(), n.indicator()));
            } else if (encoding instanceof Category c) {
                named.add(new Category(name, c.values(), c.missing(), c.other()));
            }
        }
        return named;
    }

    private static ModelGraph graph(Case drawn, Output output) {
        Preprocessing preprocessing = new Preprocessing(drawn.encodings());
        Random random = new Random(drawn.seed());
        List<Layer> layers = new ArrayList<>();
        int width = preprocessing.width();
        for (Activation activation : drawn.activations()) {
            int units = 1 + random.nextInt(8);
            layers.add(dense(random, width, units, activation));
            width = units;
            if (drawn.normalised()) {
                layers.add(new Layer.BatchNorm(
                        vector(random, width, 0.5f),
                        vector(random, width, -1),
                        vector(random, width, -1),
                        vector(random, width, 0.1f),
                        1e-5f));
            }
        }
        layers.add(dense(random, width, output.scores(), Activation.IDENTITY));
        return new ModelGraph(preprocessing, new Network(layers), output);
    }

    private static Layer dense(Random random, int inputs, int outputs, Activation activation) {
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return new Layer.Dense(Tensor.of(weights, inputs, outputs), vector(random, outputs, -1), activation);
    }

    /** Values from a bound up to 2 above it. */
    private static Tensor vector(Random random, int size, float from) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = from + 2 * random.nextFloat();
        }
        return Tensor.vector(values);
    }

    private static List<Map<String, Object>> rows(Case drawn) {
        Random random = new Random(drawn.seed() + 1);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            Map<String, Object> row = new HashMap<>();
            for (Encoding encoding : drawn.encodings()) {
                row.put(
                        encoding.column(),
                        encoding instanceof Category ? TEXTS.get(random.nextInt(TEXTS.size())) : number(random));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> 0.0;
            case 2 -> 1732171234000000.0;
            case 3 -> -1e300;
            default -> 100 * random.nextGaussian();
        };
    }

    private static Outputs run(byte[] model, Case drawn, List<Map<String, Object>> rows) {
        Columns columns = new Columns(rows.size());
        for (Encoding encoding : drawn.encodings()) {
            if (encoding instanceof Category) {
                columns.withTexts(
                        encoding.column(),
                        rows.stream()
                                .map(row -> (String) row.get(encoding.column()))
                                .toArray(String[]::new));
            } else {
                columns.withNumbers(
                        encoding.column(),
                        rows.stream()
                                .mapToDouble(row -> (Double) row.get(encoding.column()))
                                .toArray());
            }
        }
        try (GraphSession session = new GraphSession(model)) {
            return session.run(columns);
        }
    }

    /** What the network gets: floats. */
    private static double[] features(Case drawn, Map<String, Object> row) {
        double[] features = Reference.features(drawn.encodings(), row);
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) features[i];
        }
        return features;
    }

    private static float ulps(double value) {
        return 2 * Math.ulp((float) value);
    }
}
