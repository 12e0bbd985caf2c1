package dev.millrace.data.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How much one feature alone says of the label, in a sample. */
final class Association {
    /** Classes and groups with fewer rows say nothing. */
    private static final int FEWEST_ROWS = 5;

    /** A group of equal feature values needs that many rows on average; else every group predicts itself. */
    private static final int ROWS_A_GROUP = 10;

    private static final int MOST_CLASSES = 20;

    private final Sample feature;
    private final boolean ordered;
    private final Sample label;
    private final int[] present;
    private final Map<Double, List<Integer>> groups = new HashMap<>();

    /**
     * A feature and a label.
     *
     * @param ordered whether the feature's values have an order
     * @param rows of the sample; the label is never null in them
     */
    Association(Sample feature, boolean ordered, Sample label, int rows) {
        this.feature = feature;
        this.ordered = ordered;
        this.label = label;
        this.present = IntStream.range(0, rows)
                .filter(row -> !Double.isNaN(feature.get(row)))
                .toArray();
        for (int row : present) {
            groups.computeIfAbsent(feature.get(row), value -> new ArrayList<>()).add(row);
        }
    }

    private boolean isGrouped() {
        return groups.size() * ROWS_A_GROUP <= present.length;
    }

    private boolean saysNothing() {
        return groups.size() < 2 || present.length < FEWEST_ROWS * 2;
    }

    /** R² of a numeric label: of a line through an ordered feature, or of the means of groups, adjusted for their number; the larger. */
    double explainedVariance() {
        if (saysNothing()) {
            return 0;
        }
        double line = ordered ? squaredCorrelation() : 0;
        return isGrouped() ? Math.max(line, adjustedGroupVariance()) : line;
    }

    private double squaredCorrelation() {
        double meanX = IntStream.of(present).mapToDouble(feature::get).sum() / present.length;
        double meanY = IntStream.of(present).mapToDouble(label::get).sum() / present.length;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row : present) {
            double x = feature.get(row) - meanX;
            double y = label.get(row) - meanY;
            xx += x * x;
            yy += y * y;
            xy += x * y;
        }
        return xx == 0 || yy == 0 ? 0 : xy * xy / (xx * yy);
    }

    private double adjustedGroupVariance() {
        double mean = IntStream.of(present).mapToDouble(label::get).sum() / present.length;
        double total = 0;
        for (int row : present) {
            total += (label.get(row) - mean) * (label.get(row) - mean);
        }
        double within = 0;
        for (List<Integer> group : groups.values()) {
            double groupMean = group.stream().mapToDouble(label::get).sum() / group.size();
            for (int row : group) {
                within += (label.get(row) - groupMean) * (label.get(row) - groupMean);
            }
        }
        if (total == 0) {
            return 0;
        }
        return 1 - within / total * (present.length - 1) / (present.length - groups.size());
    }

    /**
     * Area under the ROC curve with which the feature separates classes, in the better direction: of the class that it separates worst.
     */
    double separation() {
        if (saysNothing()) {
            return 0;
        }
        Map<Double, Integer> classes = new HashMap<>();
        for (int row : present) {
            classes.merge(label.get(row), 1, Integer::sum);
        }
        List<Double> large = classes.entrySet().stream()
                .filter(entry -> entry.getValue() >= FEWEST_ROWS)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (large.size() < 2 || large.size() > MOST_CLASSES) {
            return 0;
        }
        return large.stream().mapToDouble(this::separation).min().orElse(0);
    }

    private double separation(double positive) {
        double byValue = 0;
        if (ordered) {
            double area = area(groups.keySet().stream().sorted().toList(), positive);
            byValue = Math.max(area, 1 - area);
        }
        if (!isGrouped()) {
            return byValue;
        }
        List<Double> byRate = groups.keySet().stream()
                .sorted(Comparator.comparingDouble((Double value) -> rate(value, positive))
                        .thenComparing(v -> v))
                .toList();
        return Math.max(byValue, area(byRate, positive));
    }

    private double rate(double value, double positive) {
        List<Integer> group = groups.getOrDefault(value, List.of());
        return positives(group, positive) / (double) group.size();
    }

    private long positives(List<Integer> group, double positive) {
        return group.stream().filter(row -> label.get(row) == positive).count();
    }

    /** The share of pairs of a positive and a negative in which the positive comes later in this order; ties are halves. */
    private double area(List<Double> order, double positive) {
        double negativesBefore = 0;
        double positives = 0;
        double pairs = 0;
        for (double value : order) {
            List<Integer> group = groups.getOrDefault(value, List.of());
            double here = positives(group, positive);
            double others = group.size() - here;
            pairs += here * (negativesBefore + others / 2);
            negativesBefore += others;
            positives += here;
        }
        return positives == 0 || negativesBefore == 0 ? 0.5 : pairs / (positives * negativesBefore);
    }
}
