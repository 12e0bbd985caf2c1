package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Execution;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.PastExecution;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Step;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.StepPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The executions that have ended, the newest first. */
final class PastExecutions {
    private static final int LONGEST = 10;

    private final Pipeline pipeline;
    private final PipelineStatus before;
    private final String now;

    PastExecutions(Pipeline pipeline, PipelineStatus before, String now) {
        this.pipeline = pipeline;
        this.before = before;
        this.now = now;
    }

    /** With the execution if it has ended, and with the one that it overtook. */
    List<PastExecution> after(Execution execution) {
        List<PastExecution> past = new ArrayList<>(before.executions());
        Execution known = before.execution();
        if (known != null && !known.number().equals(execution.number()) && known.finishedAt() == null) {
            past.add(0, past(known, now, StepPhase.SKIPPED, "overtaken by execution " + execution.number()));
        }
        past.removeIf(entry -> entry.number().equals(execution.number()));
        if (execution.finishedAt() != null) {
            Optional<Step> failed = PipelineStatuses.failed(execution.steps());
            past.add(
                    0,
                    past(
                            execution,
                            execution.finishedAt(),
                            failed.isPresent() ? StepPhase.FAILED : StepPhase.SUCCEEDED,
                            failed.map(Step::message).orElse(null)));
        }
        return past.subList(0, Math.min(past.size(), LONGEST));
    }

    private PastExecution past(Execution execution, String finishedAt, StepPhase phase, @Nullable String message) {
        return new PastExecution(
                execution.number(),
                execution.trigger(),
                execution.startedAt(),
                finishedAt,
                phase,
                Names.dataset(pipeline, execution.number()),
                began(execution, Step.Name.TRAIN) ? Names.run(pipeline, execution.number()) : null,
                message);
    }

    private static boolean began(Execution execution, Step.Name name) {
        return execution.steps().stream()
                .anyMatch(step ->
                        step.name() == name && step.phase() != StepPhase.SKIPPED && step.phase() != StepPhase.PENDING);
    }
}
