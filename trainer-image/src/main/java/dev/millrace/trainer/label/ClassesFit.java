package dev.millrace.trainer.label;

import dev.millrace.contract.plan.ModelPlan.LabelPlan;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.StepException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the classes of a label and counts them. */
final class ClassesFit {
    private static final int MAX_CLASSES = 1000;
    private static final int SHOWN = 5;

    private final String column;
    private final Task task;
    private final LabelPlan plan;
    private final Map<String, Long> counts = new TreeMap<>((left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));

    ClassesFit(String column, Task task, LabelPlan plan) {
        this.column = column;
        this.task = task;
        this.plan = plan;
    }

    /** Adds a label of the train split. */
    void add(String label) {
        counts.merge(label, 1L, Long::sum);
        if (counts.size() > MAX_CLASSES) {
            throw StepException.badInput(
                    "spec.model.label.column: \"%s\" has more than %d classes in the train split (such as %s); choose another label, or use the task regression for numbers."
                            .formatted(column, MAX_CLASSES, shown()));
        }
    }

    Target.Classes target() {
        List<String> classes = new ArrayList<>(counts.keySet());
        if (classes.size() == 1) {
            throw StepException.badInput(
                    "spec.model.label.column: every row of the train split has the class %s of \"%s\"; there is nothing to learn."
                            .formatted(shown(), column));
        }
        if (task == Task.BINARY) {
            putPositiveLast(classes);
        }
        return new Target.Classes(
                column,
                task,
                classes,
                classes.stream().map(name -> counts.getOrDefault(name, 0L)).toList());
    }

    private void putPositiveLast(List<String> classes) {
        if (classes.size() > 2) {
            throw StepException.badInput(
                    "spec.model.task: binary knows two classes, but \"%s\" has %d in the train split (such as %s); use the task multiclass."
                            .formatted(column, classes.size(), shown()));
        }
        String positive = plan.positive();
        if (positive == null) {
            return;
        }
        if (!classes.contains(positive)) {
            throw StepException.badInput(
                    "spec.model.label.positive: the label \"%s\" has no class \"%s\"; choose one of %s."
                            .formatted(column, positive, shown()));
        }
        if (classes.get(0).equals(positive)) {
            Collections.swap(classes, 0, 1);
        }
    }

    private String shown() {
        return String.join(
                ", ",
                counts.keySet().stream().limit(SHOWN).map("\"%s\""::formatted).toList());
    }
}
