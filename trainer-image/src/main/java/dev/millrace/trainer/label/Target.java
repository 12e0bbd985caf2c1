package dev.millrace.trainer.label;

import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.model.output.LabelScale;
import dev.millrace.model.output.Output;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the network learns of a label column, fitted on the train split. */
public sealed interface Target {
    /** The label column. */
    String column();

    /** What the network's scores mean. */
    Output output();

    /**
     * Numbers.
     *
     * @param mean of the train split's labels, in their own units
     * @param stddev likewise
     */
    record Numbers(String column, LabelScale scale, double mean, double stddev) implements Target {
        @Override
        public Output output() {
            return new Output.Regression(scale);
        }
    }

    /**
     * Classes.
     *
     * @param classes in the order of the network's scores; of a binary task the positive one is the second
     * @param counts rows of each class in the train split
     */
    record Classes(String column, Task task, List<String> classes, List<Long> counts) implements Target {
        public Classes {
            classes = List.copyOf(classes);
            counts = List.copyOf(counts);
        }

        @Override
        public Output output() {
            return new Output.Classification(task, classes);
        }

        /** The place of each class. */
        public Map<String, Integer> places() {
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < classes.size(); i++) {
                places.put(classes.get(i), i);
            }
            return Map.copyOf(places);
        }

        /** Weights of the classes that make each count the same in all, with a mean of 1 over the rows. */
        public List<Double> balancedWeights() {
            double rows = counts.stream().mapToLong(Long::longValue).sum();
            return counts.stream()
                    .map(count -> rows / (classes.size() * (double) count))
                    .toList();
        }
    }
}
