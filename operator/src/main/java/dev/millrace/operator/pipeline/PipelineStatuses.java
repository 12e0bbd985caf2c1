package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Execution;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Latest;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Phase;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Promoted;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Step;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.StepPhase;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.pipeline.ExecutionPlan.Identity;
import dev.millrace.operator.resolution.Resolution;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Pipeline's status says, from what its spec came to, its objects, and what it said before. */
final class PipelineStatuses {
    private final Pipeline pipeline;
    private final PipelineStatus before;
    private final PipelineInputs inputs;
    private final Clock clock;

    private PipelineStatuses(Pipeline pipeline, PipelineInputs inputs, Clock clock) {
        this.pipeline = pipeline;
        this.before = before(pipeline);
        this.inputs = inputs;
        this.clock = clock;
    }

    /** The status so far, an empty one before the first. */
    static PipelineStatus before(Pipeline pipeline) {
        return pipeline.getStatus() == null
                ? new PipelineStatus(null, null, null, null, null, null, List.of(), List.of())
                : pipeline.getStatus();
    }

    /** The status after a reconcile. */
    static PipelineStatus of(Pipeline pipeline, Resolution<ExecutionPlan> resolution, Observed observed, Clock clock) {
        PipelineStatuses statuses = new PipelineStatuses(pipeline, observed.inputs(), clock);
        return resolution.match(
                plan -> statuses.executing(plan, observed.obstacle()),
                waiting -> statuses.suspended(waiting.verdict()),
                invalid -> statuses.unchanged(pipeline.getMetadata().getGeneration(), Phase.FAILED, invalid.verdict()));
    }

    /**
     * What a reconcile saw and met.
     *
     * @param obstacle what kept a plan from being carried out; null: nothing did
     */
    record Observed(PipelineInputs inputs, @Nullable Verdict obstacle) {}

    /** What was said before, after an error: the generation stays, for whether it asks for another execution is not decided. */
    static PipelineStatus of(Pipeline pipeline, Verdict verdict, Clock clock) {
        PipelineStatus before = before(pipeline);
        return new PipelineStatuses(pipeline, new PipelineInputs(List.of(), List.of(), null), clock)
                .unchanged(before.observedGeneration(), before.phase() == null ? Phase.IDLE : before.phase(), verdict);
    }

    private PipelineStatus unchanged(@Nullable Long generation, Phase phase, Verdict verdict) {
        return new PipelineStatus(
                generation,
                phase,
                verdict.message(),
                before.execution(),
                before.latest(),
                before.promoted(),
                before.executions(),
                conditions(verdict, generation));
    }

    /** Steps that were under way when the pipeline was suspended are followed to their end. */
    private PipelineStatus suspended(Verdict verdict) {
        Execution known = before.execution();
        Execution execution = known == null || known.finishedAt() != null
                ? known
                : new Execution(
                        known.number(),
                        known.trigger(),
                        known.startedAt(),
                        null,
                        known.specDigest(),
                        new Steps(pipeline, inputs, before.promoted()).of(known.number()));
        Long generation = pipeline.getMetadata().getGeneration();
        return new PipelineStatus(
                generation,
                Phase.SUSPENDED,
                verdict.message(),
                execution,
                before.latest(),
                before.promoted(),
                before.executions(),
                conditions(verdict, generation));
    }

    private PipelineStatus executing(ExecutionPlan plan, @Nullable Verdict obstacle) {
        Execution execution = execution(plan);
        Verdict verdict = obstacle == null ? verdict(execution, plan.promoted()) : obstacle;
        Long generation = pipeline.getMetadata().getGeneration();
        return new PipelineStatus(
                generation,
                phase(execution),
                verdict.message(),
                execution,
                latest(plan, obstacle == null),
                plan.promoted(),
                new PastExecutions(pipeline, before, now()).after(execution),
                conditions(verdict, generation));
    }

    private Execution execution(ExecutionPlan plan) {
        Identity identity = plan.identity();
        Execution known = before.execution();
        if (known == null || known.number() != identity.number()) {
            return execution(
                    identity, now(), now(), new Steps(pipeline, inputs, plan.promoted()).of(identity.number()));
        }
        List<Step> steps = Executions.succeeded(known)
                ? known.steps()
                : new Steps(pipeline, inputs, plan.promoted()).of(identity.number());
        return execution(identity, known.startedAt(), known.finishedAt() == null ? now() : known.finishedAt(), steps);
    }

    private static Execution execution(Identity identity, String startedAt, String finishedAt, List<Step> steps) {
        return new Execution(
                identity.number(),
                identity.trigger(),
                startedAt,
                isOver(steps) ? finishedAt : null,
                identity.templates().value(),
                steps);
    }

    private static boolean isOver(List<Step> steps) {
        return failed(steps).isPresent()
                || steps.stream()
                        .allMatch(step -> step.phase() == StepPhase.SUCCEEDED || step.phase() == StepPhase.SKIPPED);
    }

    static Optional<Step> failed(List<Step> steps) {
        return steps.stream().filter(step -> step.phase() == StepPhase.FAILED).findFirst();
    }

    private static Phase phase(Execution execution) {
        if (execution.finishedAt() == null) {
            return Phase.RUNNING;
        }
        return Executions.succeeded(execution) ? Phase.READY : Phase.FAILED;
    }

    private Verdict verdict(Execution execution, @Nullable Promoted promoted) {
        String title = "execution " + execution.number();
        Optional<Step> failed = failed(execution.steps());
        if (failed.isPresent()) {
            String message = title + " failed in step " + name(failed.get()) + said(failed.get());
            // Servers that could not start may yet: a step that ran to its end has its result for good.
            return failed.get().name() == Step.Name.DEPLOY
                    ? Verdict.blocked(Reason.EXECUTION_FAILED, message)
                    : Verdict.stalled(Reason.EXECUTION_FAILED, message + stays(promoted));
        }
        if (execution.finishedAt() != null) {
            return Verdict.ready(
                    Reason.EXECUTION_SUCCEEDED,
                    title + " succeeded"
                            + (promoted == null ? "" : ": TrainingRun '" + promoted.trainingRun() + "' is promoted"));
        }
        return execution.steps().stream()
                .filter(step -> step.phase() == StepPhase.PENDING || step.phase() == StepPhase.RUNNING)
                .findFirst()
                .map(step ->
                        Verdict.progressing(Reason.EXECUTION_RUNNING, title + " is in step " + name(step) + said(step)))
                .orElseGet(() -> Verdict.progressing(Reason.EXECUTION_RUNNING, title + " runs"));
    }

    private static String name(Step step) {
        return step.name().name().toLowerCase(Locale.ROOT);
    }

    private static String said(Step step) {
        return step.message() == null ? "" : ": " + step.message();
    }

    private String stays(@Nullable Promoted promoted) {
        return promoted == null ? "" : "; TrainingRun '" + promoted.trainingRun() + "' stays promoted";
    }

    /** The objects that are there, with those that were just made. */
    private Latest latest(ExecutionPlan plan, boolean made) {
        long number = plan.identity().number();
        String dataset = Names.dataset(pipeline, number);
        String run = Names.run(pipeline, number);
        boolean deployed =
                made && plan.deployment() != null && pipeline.getSpec().deployment() != null;
        return new Latest(
                inputs.dataset(dataset).isPresent() || (made && plan.dataset() != null) ? dataset : null,
                inputs.run(run).isPresent() || (made && plan.training() != null) ? run : null,
                deployed
                        ? Objects.requireNonNull(pipeline.getSpec().deployment())
                                .name()
                        : null);
    }

    private List<Condition> conditions(Verdict verdict, @Nullable Long generation) {
        return Conditions.of(verdict, before.conditions(), generation, clock).list();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
