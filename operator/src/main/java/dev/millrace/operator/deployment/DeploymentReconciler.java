package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.operator.child.Children;
import dev.millrace.operator.child.Outcome;
import dev.millrace.operator.child.Outcome.NameTaken;
import dev.millrace.operator.claim.StoreClaim;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.deployment.DeploymentStatuses.Serving;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.status.StatusReporter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Serves the model that a ModelDeployment names. */
public final class DeploymentReconciler implements Reconciler<ModelDeployment> {
    /** Other people's objects are not watched. */
    private static final Duration UNTIL_NAME_IS_FREE = Duration.ofSeconds(30);

    private final Children children;
    private final OperatorConfiguration configuration;
    private final StoreClaim store;
    private final StatusReporter<ModelDeployment, ModelDeploymentStatus> reporter;
    private final Clock clock;

    public DeploymentReconciler(
            KubernetesClient client, OperatorConfiguration configuration, Events events, Clock clock) {
        this.children = new Children(client, "millrace-deployment-children");
        this.configuration = configuration;
        this.store = new StoreClaim(configuration.store());
        this.reporter = new StatusReporter<>(ModelDeployment::new, ModelDeploymentStatus::conditions, events);
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, ModelDeployment>> prepareEventSources(EventSourceContext<ModelDeployment> context) {
        return DeploymentSources.all(context, store);
    }

    @Override
    public UpdateControl<ModelDeployment> reconcile(ModelDeployment owner, Context<ModelDeployment> context) {
        DeploymentInputs inputs = DeploymentInputs.read(owner, context, store);
        Revisions revisions = Revisions.of(owner, inputs.deployment());
        Resolution<ServingPlan> resolution = DeploymentPlanner.resolve(revisions, inputs);
        Optional<ServingPlan> serving =
                resolution.match(Optional::of, waiting -> revisions.standing(), invalid -> revisions.standing());
        if (serving.isEmpty()) {
            return reporter.report(owner, DeploymentStatuses.of(owner, resolution, null, clock));
        }
        ServingPlan plan = serving.get();
        return converge(owner, plan, context)
                .match(
                        deployment -> {
                            Rollout rollout = Rollout.of(plan, deployment, inputs.pods());
                            return reporter.report(
                                    owner, DeploymentStatuses.of(owner, resolution, new Serving(plan, rollout), clock));
                        },
                        taken -> nameTaken(owner, taken));
    }

    /** The Deployment comes last: where another name is taken nothing runs. */
    private Outcome<Deployment> converge(ModelDeployment owner, ServingPlan plan, Context<ModelDeployment> context) {
        return apply(DeploymentResources.service(owner), context)
                .then(service -> apply(DeploymentResources.disruptionBudget(owner), context))
                .then(budget -> apply(ServerNetwork.policy(owner, configuration), context))
                .then(policy -> apply(DeploymentResources.deployment(owner, plan, configuration), context));
    }

    private <T extends HasMetadata> Outcome<T> apply(T desired, Context<ModelDeployment> context) {
        return children.apply(desired, DeploymentInputs.observed(desired, context));
    }

    private UpdateControl<ModelDeployment> nameTaken(ModelDeployment owner, NameTaken<Deployment> taken) {
        Verdict verdict = Verdict.blocked(Reason.NAME_TAKEN, taken.message());
        return reporter.report(owner, DeploymentStatuses.of(owner, verdict, clock))
                .rescheduleAfter(UNTIL_NAME_IS_FREE);
    }

    @Override
    public ErrorStatusUpdateControl<ModelDeployment> updateErrorStatus(
            ModelDeployment owner, Context<ModelDeployment> context, Exception exception) {
        return reporter.reportFailure(owner, exception, verdict -> DeploymentStatuses.of(owner, verdict, clock));
    }
}
