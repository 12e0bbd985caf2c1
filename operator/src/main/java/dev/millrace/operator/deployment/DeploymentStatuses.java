package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Lineage;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Phase;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.pod.PodTrouble;
import dev.millrace.operator.resolution.Resolution;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a ModelDeployment's status says, from what its spec came to, how far its servers are, and what it said before. */
final class DeploymentStatuses {
    private final ModelDeployment owner;
    private final ModelDeploymentStatus previous;
    private final Clock clock;

    private DeploymentStatuses(ModelDeployment owner, Clock clock) {
        this.owner = owner;
        this.previous = before(owner);
        this.clock = clock;
    }

    /**
     * The status after a reconcile.
     *
     * @param serving what is served now; null: nothing
     */
    static ModelDeploymentStatus of(
            ModelDeployment owner, Resolution<ServingPlan> resolution, @Nullable Serving serving, Clock clock) {
        return new DeploymentStatuses(owner, clock).status(resolution, serving);
    }

    /** What is served, be it the wanted model or the one that stays until that one is there. */
    record Serving(ServingPlan plan, Rollout rollout) {}

    /** What was said before, under a verdict that kept the servers from being looked at. */
    static ModelDeploymentStatus of(ModelDeployment owner, Verdict verdict, Clock clock) {
        DeploymentStatuses statuses = new DeploymentStatuses(owner, clock);
        ModelDeploymentStatus before = statuses.previous;
        return new ModelDeploymentStatus(
                owner.getMetadata().getGeneration(),
                before.stable() == null ? Phase.FAILED : Phase.DEGRADED,
                verdict.message(),
                before.url(),
                before.replicas(),
                before.readyReplicas(),
                before.selector(),
                before.stable(),
                before.candidate(),
                before.history(),
                before.lineage(),
                statuses.conditions(verdict));
    }

    /** The status so far, an empty one before the first. */
    static ModelDeploymentStatus before(ModelDeployment owner) {
        return owner.getStatus() == null
                ? new ModelDeploymentStatus(
                        null, null, null, null, null, null, null, null, null, List.of(), null, List.of())
                : owner.getStatus();
    }

    private ModelDeploymentStatus status(Resolution<ServingPlan> resolution, @Nullable Serving serving) {
        boolean complete = serving != null && serving.rollout().complete();
        Revision served = serving == null ? null : revision(serving.plan());
        Revision stable = complete || isStable(served) ? served : previous.stable();
        Revision candidate = complete || isStable(served) ? null : served;
        Finding finding = resolution.match(
                plan -> found(plan, serving),
                waiting -> refused(Phase.PENDING, waiting.verdict(), serving),
                invalid -> refused(Phase.FAILED, invalid.verdict(), serving));
        String name = owner.getMetadata().getName();
        return new ModelDeploymentStatus(
                owner.getMetadata().getGeneration(),
                finding.phase(),
                finding.verdict().message(),
                serving == null
                        ? null
                        : "http://" + name + "." + owner.getMetadata().getNamespace() + ".svc.cluster.local",
                serving == null ? 0 : serving.rollout().total(),
                serving == null ? 0 : serving.rollout().ready(),
                Labels.DEPLOYMENT + "=" + name,
                stable,
                candidate,
                new History(previous, clock).after(stable, candidate, why()),
                serving != null && complete ? lineage(serving.plan().model()) : previous.lineage(),
                conditions(finding.verdict()));
    }

    /** Where the deployment stands, and why. */
    private record Finding(Phase phase, Verdict verdict) {}

    /** The wanted model is not to be had, yet or ever. */
    private static Finding refused(Phase withNothingServed, Verdict verdict, @Nullable Serving serving) {
        if (serving == null) {
            return new Finding(withNothingServed, verdict);
        }
        String message = verdict.message() + "; " + serving.plan().title() + " stays served";
        return new Finding(Phase.DEGRADED, new Verdict(verdict.state(), verdict.reason(), message));
    }

    private Finding found(ServingPlan plan, @Nullable Serving serving) {
        if (serving == null) {
            return new Finding(
                    Phase.PENDING, Verdict.progressing(Reason.ROLLING_OUT, plan.title() + " is about to start"));
        }
        Rollout rollout = serving.rollout();
        if (rollout.complete()) {
            return new Finding(
                    Phase.READY,
                    rollout.wanted() == 0
                            ? Verdict.ready(Reason.SCALED_TO_ZERO, plan.title() + " has no pods: replicas is 0")
                            : Verdict.ready(Reason.SERVING, plan.title() + " is served by " + pods(rollout.wanted())));
        }
        return isStable(revision(plan)) ? incomplete(plan, rollout) : rollingOut(plan, rollout);
    }

    /** Another model than the one that answers, or the first. */
    private Finding rollingOut(ServingPlan plan, Rollout rollout) {
        String meanwhile = previous.stable() == null ? "" : "; " + title(previous.stable()) + " stays served";
        Optional<PodTrouble> trouble = rollout.trouble();
        if (trouble.isPresent()) {
            return new Finding(
                    previous.stable() == null ? Phase.FAILED : Phase.DEGRADED,
                    Verdict.blocked(
                            trouble.get().reason(),
                            plan.title() + " does not start: " + trouble.get().sentence() + meanwhile));
        }
        return new Finding(
                Phase.ROLLING_OUT,
                Verdict.progressing(
                        Reason.ROLLING_OUT,
                        plan.title() + " is rolled out: " + rollout.answering() + " of " + pods(rollout.wanted())
                                + " answer" + meanwhile));
    }

    /** The model that answers, with fewer pods than it should have, or on its way to other pods or another number of them. */
    private Finding incomplete(ServingPlan plan, Rollout rollout) {
        String count = rollout.ready() + " of " + pods(rollout.wanted()) + " of " + plan.title() + " answer";
        Optional<PodTrouble> trouble = rollout.trouble();
        if (trouble.isPresent()) {
            return new Finding(
                    rollout.ready() == 0 ? Phase.FAILED : Phase.DEGRADED,
                    Verdict.blocked(
                            trouble.get().reason(), count + ": " + trouble.get().sentence()));
        }
        if (rollout.ready() >= rollout.wanted()) {
            return new Finding(
                    Phase.ROLLING_OUT, Verdict.progressing(Reason.ROLLING_OUT, plan.title() + " moves to new pods"));
        }
        return rollout.ready() == 0
                ? new Finding(Phase.ROLLING_OUT, Verdict.progressing(Reason.UNAVAILABLE, count))
                : new Finding(Phase.DEGRADED, Verdict.progressing(Reason.DEGRADED, count));
    }

    private boolean isStable(@Nullable Revision revision) {
        return revision != null
                && previous.stable() != null
                && revision.modelDigest().equals(previous.stable().modelDigest());
    }

    private String why() {
        var model = owner.getSpec().model();
        return model.pipeline() == null
                ? "spec.model.trainingRun names the run"
                : "Pipeline '" + model.pipeline().name() + "' promoted the run";
    }

    private List<Condition> conditions(Verdict verdict) {
        return Conditions.of(verdict, previous.conditions(), owner.getMetadata().getGeneration(), clock)
                .list();
    }

    private static Revision revision(ServingPlan plan) {
        ServedModel model = plan.model();
        return new Revision(plan.revision(), model.trainingRun(), model.digest(), model.datasetDigest());
    }

    private static Lineage lineage(ServedModel model) {
        return new Lineage(
                model.pipeline(), model.trainingRun(), model.dataset(), model.datasetDigest(), model.digest());
    }

    private static String title(Revision revision) {
        return ServingPlan.title(revision.revision(), revision.trainingRun());
    }

    private static String pods(int number) {
        return number == 1 ? "1 pod" : number + " pods";
    }
}
