package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.child.Children;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.status.StatusReporter;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.Step;
import dev.millrace.operator.step.StepRunner;
import dev.millrace.operator.step.StepState.Underway;
import dev.millrace.operator.step.StepStates;
import dev.millrace.operator.step.Steps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Brings a TrainingRun to its end: one training, however often it is suspended or the operator, the Job or its pods go in between. */
public final class TrainingReconciler implements Reconciler<TrainingRun> {
    private static final Verdict WORKING = Verdict.progressing(Reason.TRAINING, "trains the network");

    private final KubernetesClient client;
    private final OperatorConfiguration configuration;
    private final StatusReporter<TrainingRun, TrainingRunStatus> reporter;
    private final StoreClaim store;
    private final Steps steps;
    private final StepRunner runner;
    private final Clock clock;

    public TrainingReconciler(
            KubernetesClient client, OperatorConfiguration configuration, Events events, Clock clock) {
        this.client = client;
        this.configuration = configuration;
        this.reporter = new StatusReporter<>(TrainingRun::new, TrainingRunStatus::conditions, events);
        this.store = new StoreClaim(configuration.store());
        this.runner = new StepRunner(new Children(client, "millrace-training-children"), configuration);
        this.steps = new Steps(Component.TRAINING, clock);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, TrainingRun>> prepareEventSources(EventSourceContext<TrainingRun> context) {
        return TrainingSources.all(context, steps, store);
    }

    @Override
    public UpdateControl<TrainingRun> reconcile(TrainingRun run, Context<TrainingRun> context) {
        TrainingRunStatus status =
                TrainingStatuses.finished(run) ? TrainingStatuses.absorbed(run) : converge(run, context);
        UpdateControl<TrainingRun> control = reporter.report(run, status);
        return TrainingStatuses.nextLook(status, clock)
                .map(control::rescheduleAfter)
                .orElse(control);
    }

    private TrainingRunStatus converge(TrainingRun run, Context<TrainingRun> context) {
        Optional<ObservedStep> step = steps.find(run, context);
        boolean suspend = Boolean.TRUE.equals(run.getSpec().suspend());
        if (suspend && !step.map(ObservedStep::finished).orElse(false)) {
            return step.map(running -> suspend(run, running)).orElseGet(() -> TrainingStatuses.suspended(run, clock));
        }
        return step.map(followed -> follow(run, followed)).orElseGet(() -> begin(run, context));
    }

    private TrainingRunStatus suspend(TrainingRun run, ObservedStep step) {
        runner.suspend(step.job());
        return TrainingStatuses.suspending(run, step, clock);
    }

    private TrainingRunStatus follow(TrainingRun run, ObservedStep step) {
        return StepStates.of(step, WORKING)
                .match(
                        underway -> TrainingStatuses.underway(run, observe(run, step, underway), underway, clock),
                        reported -> TrainingStatuses.reported(run, step, reported.summary(), clock),
                        broken -> TrainingStatuses.broken(run, step, broken.verdict(), clock),
                        lost -> TrainingStatuses.pending(run, runner.repeat(step.job()), clock));
    }

    private Observation observe(TrainingRun run, ObservedStep step, Underway underway) {
        return new Observation(
                step,
                underway.pod()
                        .filter(pod -> TrainingStatuses.progressDue(run, clock))
                        .flatMap(pod -> ProgressLog.last(client, pod)));
    }

    private TrainingRunStatus begin(TrainingRun run, Context<TrainingRun> context) {
        return TrainingPlanner.resolve(run, TrainingInputs.read(store, context), configuration)
                .match(
                        plan -> start(run, TrainingResources.step(run, plan, configuration)),
                        waiting -> TrainingStatuses.pending(run, waiting.verdict(), clock),
                        invalid -> TrainingStatuses.failed(run, invalid.verdict(), clock));
    }

    /** What runs is told with what it is made of at once: so many runs that begin together need one write each. */
    private TrainingRunStatus start(TrainingRun run, Step step) {
        return runner.start(step)
                .match(
                        job -> TrainingStatuses.starting(run, new ObservedStep(job, List.of()), clock),
                        taken -> TrainingStatuses.pending(run, StepRunner.taken(taken), clock));
    }

    @Override
    public ErrorStatusUpdateControl<TrainingRun> updateErrorStatus(
            TrainingRun run, Context<TrainingRun> context, Exception exception) {
        return reporter.reportFailure(run, exception, verdict -> TrainingStatuses.interrupted(run, verdict, clock));
    }
}
