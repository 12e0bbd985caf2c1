package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.operator.child.Children;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.status.StatusReporter;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.StepRunner;
import dev.millrace.operator.step.StepStates;
import dev.millrace.operator.step.Steps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Brings a DatasetVersion to its end: one ingest, however often the operator, the Job or its pods go in between. */
// Its deletion is told where it is still used, without a finalizer: the object goes at once.
@ControllerConfiguration(triggerReconcilerOnAllEvents = true)
public final class DatasetReconciler implements Reconciler<DatasetVersion> {
    /** How often an unwatched source or parent is looked for. */
    private static final Duration POLL = Duration.ofSeconds(10);

    private static final Verdict WORKING = Verdict.progressing(Reason.INGESTING, "reads, tests and stores the rows");

    private final OperatorConfiguration configuration;
    private final Events events;
    private final StatusReporter<DatasetVersion, DatasetVersionStatus> reporter;
    private final StoreClaim store;
    private final Steps steps;
    private final StepRunner runner;
    private final Clock clock;

    public DatasetReconciler(KubernetesClient client, OperatorConfiguration configuration, Events events, Clock clock) {
        this.configuration = configuration;
        this.events = events;
        this.reporter = new StatusReporter<>(DatasetVersion::new, DatasetVersionStatus::conditions, events);
        this.store = new StoreClaim(configuration.store());
        this.runner = new StepRunner(new Children(client, "millrace-dataset-children"), configuration);
        this.steps = new Steps(Component.INGEST, clock);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, DatasetVersion>> prepareEventSources(EventSourceContext<DatasetVersion> context) {
        return DatasetSources.all(context, steps, store);
    }

    @Override
    public UpdateControl<DatasetVersion> reconcile(DatasetVersion version, Context<DatasetVersion> context) {
        if (context.isPrimaryResourceDeleted()) {
            DatasetUsers.warning(version, context.getClient())
                    .ifPresent(occurrence -> events.publish(version, occurrence));
            return UpdateControl.noUpdate();
        }
        if (version.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        DatasetVersionStatus status =
                DatasetStatuses.finished(version) ? version.getStatus() : converge(version, context);
        UpdateControl<DatasetVersion> control =
                reporter.report(version, status.withUsedBy(DatasetInputs.users(version, context)));
        return status.phase() == DatasetVersionStatus.Phase.PENDING ? control.rescheduleAfter(POLL) : control;
    }

    private DatasetVersionStatus converge(DatasetVersion version, Context<DatasetVersion> context) {
        return steps.find(version, context).map(step -> follow(version, step)).orElseGet(() -> begin(version, context));
    }

    private DatasetVersionStatus follow(DatasetVersion version, ObservedStep step) {
        return StepStates.of(step, WORKING)
                .match(
                        underway -> DatasetStatuses.underway(version, underway, clock),
                        reported -> DatasetStatuses.reported(version, reported.summary(), clock),
                        broken -> DatasetStatuses.failed(version, broken.verdict(), clock),
                        lost -> DatasetStatuses.pending(version, runner.repeat(step.job()), clock));
    }

    private DatasetVersionStatus begin(DatasetVersion version, Context<DatasetVersion> context) {
        DatasetInputs inputs = DatasetInputs.read(version, store, context);
        return DatasetPlanner.resolve(version, inputs, configuration.images().trainer())
                .match(
                        plan -> DatasetStatuses.pending(
                                version,
                                runner.start(DatasetResources.step(version, plan, configuration))
                                        .match(job -> StepStates.STARTING, StepRunner::taken),
                                clock),
                        waiting -> DatasetStatuses.pending(version, waiting.verdict(), clock),
                        invalid -> DatasetStatuses.failed(version, invalid.verdict(), clock));
    }

    @Override
    public ErrorStatusUpdateControl<DatasetVersion> updateErrorStatus(
            DatasetVersion version, Context<DatasetVersion> context, Exception exception) {
        return reporter.reportFailure(
                version, exception, verdict -> DatasetStatuses.interrupted(version, verdict, clock));
    }
}
