package dev.millrace.trainer.evaluation;

import dev.millrace.contract.plan.GatePlan;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.Metric;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.TrainSummary.GateResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bounds on test metrics that a model must meet to be deployed. */
public final class Gates {
    private final List<GatePlan> gates;

    /**
     * Checks the gates, before anything is trained.
     *
     * @throws StepException BadInput: a metric that the task does not have, or a gate without a bound
     */
    public Gates(List<GatePlan> gates, Task task) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < gates.size(); i++) {
            GatePlan gate = gates.get(i);
            String field = "spec.evaluation.gates[" + i + "]";
            if (Metric.of(task, gate.metric()).isEmpty()) {
                String known = Metric.of(task).stream().map(Metric::wireName).collect(Collectors.joining(", "));
                problems.add(field
                        + ".metric: the task has no metric \"%s\"; choose one of %s.".formatted(gate.metric(), known));
            }
            if (gate.min() == null && gate.max() == null) {
                problems.add(field + ": gate \"%s\" has no bound; give it min or max.".formatted(gate.name()));
            }
        }
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems);
        }
        this.gates = List.copyOf(gates);
    }

    /**
     * Holds every gate against the test metrics.
     *
     * @throws StepException BadInput: the test rows do not define a gate's metric
     */
    public List<GateResult> results(Map<String, Double> test) {
        return gates.stream().map(gate -> result(gate, test.get(gate.metric()))).toList();
    }

    private static GateResult result(GatePlan gate, @Nullable Double observed) {
        if (observed == null) {
            throw StepException.badInput(
                    "spec.evaluation.gates: the test split does not define the %s of gate \"%s\" (all its labels are the same, or zero); use another metric or a larger test split."
                            .formatted(gate.metric(), gate.name()));
        }
        boolean passed =
                (gate.min() == null || observed >= gate.min()) && (gate.max() == null || observed <= gate.max());
        return new GateResult(gate.name(), gate.metric(), bound(gate), observed, passed);
    }

    private static String bound(GatePlan gate) {
        List<String> bounds = new ArrayList<>();
        if (gate.min() != null) {
            bounds.add(">= " + plain(gate.min()));
        }
        if (gate.max() != null) {
            bounds.add("<= " + plain(gate.max()));
        }
        return String.join(" and ", bounds);
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
