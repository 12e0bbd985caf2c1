package dev.millrace.trainer.evaluation;

import dev.millrace.contract.report.Metric;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Metrics of some answers. A metric that the answers do not define, such as the AUC of a single class, is absent. */
record Scorecard(Map<Metric, Double> values) {
    Scorecard {
        Map<Metric, Double> defined = new EnumMap<>(Metric.class);
        values.forEach((metric, value) -> {
            if (Double.isFinite(value)) {
                defined.put(metric, value);
            }
        });
        values = Map.copyOf(defined);
    }

    /** As reports have them. */
    Map<String, Double> byName() {
        return values.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().wireName(), Map.Entry::getValue));
    }
}
