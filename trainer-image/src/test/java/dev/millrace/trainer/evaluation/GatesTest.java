package dev.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.plan.GatePlan;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.TrainSummary.GateResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatesTest {
    @Test
    void holdTheirBoundsAgainstTheTestMetrics() {
        Gates gates = new Gates(
                List.of(
                        new GatePlan("good", "rmse", null, 27000.0),
                        new GatePlan("explains", "r2", 0.88, null),
                        new GatePlan("between", "mape", 0.01, 0.1)),
                Task.REGRESSION);

        assertThat(gates.results(Map.of("rmse", 27000.5, "r2", 0.88, "mape", 0.05)))
                .containsExactly(
                        new GateResult("good", "rmse", "<= 27000", 27000.5, false),
                        new GateResult("explains", "r2", ">= 0.88", 0.88, true),
                        new GateResult("between", "mape", ">= 0.01 and <= 0.1", 0.05, true));
    }

    @Test
    void areRefusedWithAllThatIsWrong() {
        List<GatePlan> gates = List.of(new GatePlan("a", "rmse", null, 1.0), new GatePlan("b", "auc", null, null));

        assertThatThrownBy(() -> new Gates(gates, Task.BINARY))
                .hasMessage(
                        "spec.evaluation.gates[0].metric: the task has no metric \"rmse\"; choose one of auc, logLoss,"
                                + " accuracy, precision, recall, f1, brier."
                                + " spec.evaluation.gates[1]: gate \"b\" has no bound; give it min or max.");
    }

    @Test
    void sayWhenTheTestRowsDoNotDefineTheirMetric() {
        Gates gates = new Gates(List.of(new GatePlan("a", "auc", 0.8, null)), Task.BINARY);

        assertThatThrownBy(() -> gates.results(Map.of("accuracy", 1.0)))
                .hasMessageStartingWith("spec.evaluation.gates: the test split does not define the auc of gate \"a\"");
    }
}
