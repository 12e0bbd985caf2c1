package dev.millrace.model;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Split;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.bundle.ModelBundle.Description;
import dev.millrace.model.bundle.ModelGraph;
import dev.millrace.model.feature.Encoding;
import dev.millrace.model.feature.Encoding.Category;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.feature.Encoding.Scale;
import dev.millrace.model.feature.Preprocessing;
import dev.millrace.model.network.Layer;
import dev.millrace.model.network.Network;
import dev.millrace.model.network.Tensor;
import dev.millrace.model.output.LabelScale;
import dev.millrace.model.output.Output;
import dev.millrace.store.Store;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Models with random weights, for those who need a model and not its quality: tests and benchmarks of serving. The same arguments give the same
 * model.
 */
public final class SampleModel {
    private static final long SEED = 20;
    private static final int WIDTH = 64;

    private SampleModel() {}

    /** Stores the MLP of the serving benchmark in the store whose URI is given, and prints its digest. */
    public static void main(String[] arguments) {
        System.out.println(
                numbers(Store.open(URI.create(arguments[0])), 20).manifest().digest());
    }

    /** A regression on columns {@code x0}, {@code x1}, … of numbers that may be missing: two hidden layers of 64 units. */
    public static ModelBundle numbers(Store store, int columns) {
        List<Encoding> encodings = IntStream.range(0, columns)
                .<Encoding>mapToObj(i -> number("x" + i, ColumnType.NUMBER))
                .toList();
        Output output = new Output.Regression(new LabelScale(LabelTransform.NONE, 10, 2, 4, 16));
        return write(store, encodings, output);
    }

    /**
     * A classifier on one column of each type: {@code area} (number), {@code rooms} (integer), {@code garden} (boolean), {@code sold}
     * (timestamp) and {@code street} (category: Pave, Grvl, others), which knows the classes {@code No} and {@code Yes}.
     */
    public static ModelBundle everyType(Store store) {
        List<Encoding> encodings = List.of(
                number("area", ColumnType.NUMBER),
                number("rooms", ColumnType.INTEGER),
                number("garden", ColumnType.BOOLEAN),
                number("sold", ColumnType.TIMESTAMP),
                new Category("street", List.of("Pave", "Grvl"), true, true));
        return write(store, encodings, new Output.Classification(Task.BINARY, List.of("No", "Yes")));
    }

    /** A network with random weights, ReLU between its layers. */
    public static Network network(Random random, int... widths) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 1; i < widths.length; i++) {
            Activation activation = i < widths.length - 1 ? Activation.RELU : Activation.IDENTITY;
            Tensor weights =
                    Tensor.of(gaussians(random, widths[i - 1] * widths[i], widths[i - 1]), widths[i - 1], widths[i]);
            layers.add(new Layer.Dense(weights, Tensor.vector(gaussians(random, widths[i], 1)), activation));
        }
        return new Network(layers);
    }

    private static Numeric number(String column, ColumnType type) {
        return new Numeric(column, type, false, 0, new Scale(0, 1, -4, 4), true);
    }

    private static ModelBundle write(Store store, List<Encoding> encodings, Output output) {
        Preprocessing preprocessing = new Preprocessing(encodings);
        Network network = network(new Random(SEED), preprocessing.width(), WIDTH, WIDTH, output.scores());
        List<Input> inputs = encodings.stream()
                .map(encoding -> new Input(
                        encoding.column(),
                        encoding.type(),
                        true,
                        encoding instanceof Numeric ? -1.0 : null,
                        encoding instanceof Numeric ? 1.0 : null))
                .toList();
        Description description = new Description(
                "label", inputs, List.of("id", "label"), profile(encodings), Digest.of("the rows of " + inputs));
        return ModelBundle.write(store, new ModelGraph(preprocessing, network, output), description);
    }

    private static Profile profile(List<Encoding> encodings) {
        return new Profile(encodings.stream()
                .map(encoding -> new ColumnProfile(
                        encoding.column(),
                        encoding.type(),
                        ColumnRole.FEATURE,
                        statistics(encoding),
                        Map.of(Split.TRAIN, statistics(encoding))))
                .toList());
    }

    private static Statistics statistics(Encoding encoding) {
        Moments moments = encoding instanceof Numeric ? new Moments(-1, 1, 0, 1) : null;
        return new Statistics(100, 10, 50, moments, null, List.of(), List.of(), List.of(), null, null, null);
    }

    private static float[] gaussians(Random random, int count, int fanIn) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(fanIn));
        }
        return values;
    }
}
