package dev.millrace.model.output;

import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.model.graph.OnnxGraph;
import dev.millrace.model.graph.OnnxGraph.Element;
import java.util.List;
import java.util.stream.LongStream;

/** What the network's raw scores mean. */
public sealed interface Output {
    /** The raw scores that the network must give. */
    int scores();

    Task task();

    /** Class names in the order of the scores; empty for a regression. */
    List<String> classes();

    /**
     * Adds the outputs that {@link ModelManifest} describes.
     *
     * @param scores a float value [n, scores]
     */
    void addTo(OnnxGraph graph, String scores);

    /** A number. */
    record Regression(LabelScale scale) implements Output {
        @Override
        public int scores() {
            return 1;
        }

        @Override
        public Task task() {
            return Task.REGRESSION;
        }

        @Override
        public List<String> classes() {
            return List.of();
        }

        @Override
        public void addTo(OnnxGraph graph, String scores) {
            String label = scale.addInverseTo(graph, graph.cast(scores, Element.DOUBLE));
            graph.output(graph.cast(label, Element.FLOAT), ModelManifest.PREDICTION, Element.FLOAT, 1);
        }
    }

    /**
     * One of several classes, by the softmax of the scores; of equal scores the first wins.
     *
     * @param task binary or multiclass
     * @param classes at least two; of a binary task the positive one is the second
     */
    record Classification(Task task, List<String> classes) implements Output {
        /** @throws IllegalArgumentException if the number of classes does not fit the task */
        public Classification {
            classes = List.copyOf(classes);
            boolean fits =
                    switch (task) {
                        case REGRESSION -> false;
                        case BINARY -> classes.size() == 2;
                        case MULTICLASS -> classes.size() >= 2;
                    };
            if (!fits) {
                throw new IllegalArgumentException(task + " with " + classes.size() + " classes");
            }
        }

        @Override
        public int scores() {
            return classes.size();
        }

        @Override
        public void addTo(OnnxGraph graph, String scores) {
            String probabilities = graph.node("Softmax", List.of(scores), OnnxGraph.attribute("axis", 1));
            String best = graph.node(
                    "ArgMax", List.of(scores), OnnxGraph.attribute("axis", 1), OnnxGraph.attribute("keepdims", 1));
            String name = graph.mlNode(
                    "LabelEncoder",
                    List.of(best),
                    OnnxGraph.integers(
                            "keys_int64s",
                            LongStream.range(0, classes.size()).boxed().toList()),
                    OnnxGraph.strings("values_strings", classes));
            graph.output(name, ModelManifest.PREDICTION, Element.STRING, 1);
            graph.output(probabilities, ModelManifest.PROBABILITIES, Element.FLOAT, classes.size());
        }
    }
}
