package dev.millrace.api.v1alpha1.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.api.v1alpha1.training.Evaluation.Metric;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that name fields or values one by one must name all of them. */
class TrainingRulesTest {
    private static final Pattern FIELD = Pattern.compile("(self|oldSelf)\\.(\\w+)");

    @Test
    void everyFieldButSuspendIsFixedByExactlyOneRule() {
        Set<String> expected = new TreeSet<>(components(TrainingRunSpec.class));
        expected.remove("suspend");

        Set<String> always = fields(TrainingRules.FIXED);
        Set<String> whileRunning = fields(TrainingRules.FIXED_WHILE_RUNNING);
        whileRunning.remove("suspend");

        assertThat(Stream.concat(always.stream(), whileRunning.stream())).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(whileRunning).containsExactly("limits", "resources", "scheduling");
    }

    @Test
    void anOptionalFieldsPresenceIsComparedToo() {
        String rules = TrainingRules.FIXED + TrainingRules.FIXED_WHILE_RUNNING;
        List<String> required = List.of("dataset", "model", "suspend");

        assertThat(components(TrainingRunSpec.class)).allSatisfy(field -> {
            if (!required.contains(field)) {
                assertThat(rules)
                        .contains("has(self.%s) == has(oldSelf.%s) && (!has(self.%s) || self.%s == oldSelf.%s)"
                                .replace("%s", field));
            }
        });
    }

    @Test
    void aTemplateHasTheRunsFieldsButDatasetAndSuspend() {
        List<String> expected = components(TrainingRunSpec.class).stream()
                .filter(field -> !List.of("dataset", "suspend").contains(field))
                .toList();

        assertThat(components(TrainingTemplateSpec.class)).isEqualTo(expected);
    }

    @Test
    void everyMetricFitsATask() throws NoSuchFieldException {
        for (Metric metric : Metric.values()) {
            String name = Metric.class
                    .getField(metric.name())
                    .getAnnotation(JsonProperty.class)
                    .value();
            assertThat(TrainingRules.METRICS_FIT).contains("'" + name + "'");
            assertThat(TrainingRules.METRICS_FIT_MESSAGE).containsPattern("\\b" + name + "\\b");
        }
    }

    private static List<String> components(Class<? extends Record> record) {
        return Stream.of(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /** The fields that a rule compares between old and new. */
    private static Set<String> fields(String rule) {
        Map<String, Set<String>> sides = new TreeMap<>();
        Matcher matcher = FIELD.matcher(rule);
        while (matcher.find()) {
            sides.computeIfAbsent(matcher.group(1), side -> new TreeSet<>()).add(matcher.group(2));
        }
        Set<String> compared = new TreeSet<>(sides.get("self"));
        compared.retainAll(sides.get("oldSelf"));
        return compared;
    }
}
