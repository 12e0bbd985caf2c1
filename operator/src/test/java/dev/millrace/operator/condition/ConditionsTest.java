package dev.millrace.operator.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Condition.Status;
import dev.millrace.api.v1alpha1.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final String EARLIER = "2026-01-01T10:00:00Z";
    private static final String NOW = "2026-01-01T12:00:00Z";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00.999Z"), ZoneOffset.UTC);

    @Test
    void readyStandsAlone() {
        assertThat(of(Verdict.ready(Reason.INGESTED, "done"), List.of()))
                .containsExactly(new Condition("Ready", Status.TRUE, 2L, NOW, "Ingested", "done"));
    }

    @Test
    void progressIsUnknownAndReconciling() {
        assertThat(of(Verdict.progressing(Reason.TRAINING, "trains"), List.of()))
                .containsExactly(
                        new Condition("Ready", Status.UNKNOWN, 2L, NOW, "Training", "trains"),
                        new Condition("Reconciling", Status.TRUE, 2L, NOW, "Training", "trains"));
    }

    @Test
    void whatBlocksIsNotReadyAndReconciling() {
        assertThat(of(Verdict.blocked(Reason.STORE_MISSING, "no claim"), List.of()))
                .containsExactly(
                        new Condition("Ready", Status.FALSE, 2L, NOW, "StoreMissing", "no claim"),
                        new Condition("Reconciling", Status.TRUE, 2L, NOW, "StoreMissing", "no claim"));
    }

    @Test
    void restIsNotReadyAndNothingElse() {
        assertThat(of(Verdict.idle(Reason.SUSPENDED, "suspended"), List.of()))
                .containsExactly(new Condition("Ready", Status.FALSE, 2L, NOW, "Suspended", "suspended"));
    }

    @Test
    void aStallIsNotReadyAndStalledAndReconcilesNoMore() {
        List<Condition> before = of(Verdict.progressing(Reason.TRAINING, "trains"), List.of());

        assertThat(of(Verdict.stalled(Reason.BAD_INPUT, "wrong"), before))
                .containsExactly(
                        new Condition("Ready", Status.FALSE, 2L, NOW, "BadInput", "wrong"),
                        new Condition("Stalled", Status.TRUE, 2L, NOW, "BadInput", "wrong"));
    }

    @Test
    void theTimeOfTheLastTransitionStaysAsLongAsTheStatus() {
        List<Condition> before = List.of(
                new Condition("Ready", Status.UNKNOWN, 1L, EARLIER, "Starting", "starts"),
                new Condition("Reconciling", Status.TRUE, 1L, EARLIER, "Starting", "starts"));

        assertThat(of(Verdict.blocked(Reason.UNSCHEDULABLE, "no node"), before))
                .containsExactly(
                        new Condition("Ready", Status.FALSE, 2L, NOW, "Unschedulable", "no node"),
                        new Condition("Reconciling", Status.TRUE, 2L, EARLIER, "Unschedulable", "no node"));
    }

    @Test
    void furtherConditionsStandInTheOrderOfTheirTypes() {
        assertThat(Conditions.of(Verdict.stalled(Reason.GATES_FAILED, "rmse"), List.of(), 2L, CLOCK)
                        .with(Condition.Type.GATES_PASSED, Status.FALSE, Reason.GATES_FAILED, "rmse")
                        .with(Condition.Type.FINISHED, Status.TRUE, Reason.GATES_FAILED, "rmse")
                        .list())
                .extracting(Condition::type)
                .containsExactly("Ready", "Finished", "GatesPassed", "Stalled");
    }

    private static List<Condition> of(Verdict verdict, List<Condition> previous) {
        return Conditions.of(verdict, previous, 2L, CLOCK).list();
    }
}
