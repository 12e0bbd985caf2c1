package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.child.Children;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.pipeline.PipelineStatuses.Observed;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.status.StatusReporter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Carries out the executions of a Pipeline. */
public final class PipelineReconciler implements Reconciler<Pipeline> {
    private static final Duration UNTIL_NAME_IS_FREE = Duration.ofSeconds(30);

    private final ExecutionObjects objects;
    private final StatusReporter<Pipeline, PipelineStatus> reporter;
    private final Milestones milestones;
    private final Clock clock;

    public PipelineReconciler(KubernetesClient client, Events events, Clock clock) {
        this.objects = new ExecutionObjects(new Children(client, "millrace-pipeline-children"));
        this.reporter = new StatusReporter<>(Pipeline::new, PipelineStatus::conditions, events);
        this.milestones = new Milestones(events);
        this.clock = clock;
    }

    /** All objects of our kinds, whatever their labels: a person may take those away. */
    @Override
    public List<EventSource<?, Pipeline>> prepareEventSources(EventSourceContext<Pipeline> context) {
        return List.of(
                owned(DatasetVersion.class, context),
                owned(TrainingRun.class, context),
                owned(ModelDeployment.class, context));
    }

    private static <T extends HasMetadata> EventSource<T, Pipeline> owned(
            Class<T> type, EventSourceContext<Pipeline> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, Pipeline.class)
                        .withName(HasMetadata.getPlural(type))
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(Pipeline.class))
                        .build(),
                context);
    }

    @Override
    public UpdateControl<Pipeline> reconcile(Pipeline pipeline, Context<Pipeline> context) {
        PipelineInputs inputs = PipelineInputs.read(pipeline, context);
        Resolution<ExecutionPlan> resolution = PipelinePlanner.resolve(pipeline, inputs);
        Observed observed = objects.advance(pipeline, resolution, inputs);
        PipelineStatus status = PipelineStatuses.of(pipeline, resolution, observed, clock);
        milestones.tell(pipeline, status);
        UpdateControl<Pipeline> control = reporter.report(pipeline, status);
        Verdict obstacle = observed.obstacle();
        return obstacle != null && obstacle.reason() == Reason.NAME_TAKEN
                ? control.rescheduleAfter(UNTIL_NAME_IS_FREE)
                : control;
    }

    @Override
    public ErrorStatusUpdateControl<Pipeline> updateErrorStatus(
            Pipeline pipeline, Context<Pipeline> context, Exception exception) {
        return reporter.reportFailure(pipeline, exception, verdict -> PipelineStatuses.of(pipeline, verdict, clock));
    }
}
