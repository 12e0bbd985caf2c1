package dev.millrace.operator.step;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.operator.child.Children;
import dev.millrace.operator.child.Outcome;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** Starts steps, and starts them again. */
public final class StepRunner {
    private final Children children;
    private final OperatorConfiguration configuration;

    public StepRunner(Children children, OperatorConfiguration configuration) {
        this.children = children;
        this.configuration = configuration;
    }

    /** Creates a step's objects, those that are not there; the Job last, so that its pod never runs without its plan or its policy. */
    public Outcome<Job> start(Step step) {
        return children.create(StepObjects.plan(step)).then(plan -> StepObjects.policy(step, configuration)
                .map(policy -> children.apply(policy, null).then(applied -> job(step)))
                .orElseGet(() -> job(step)));
    }

    private Outcome<Job> job(Step step) {
        return children.create(StepObjects.job(step, configuration));
    }

    /** Clears away a Job whose plan or summary was lost: the next reconcile begins the step again. */
    public Verdict repeat(Job job) {
        children.delete(job);
        return Verdict.progressing(
                Reason.RETRYING,
                "the step's plan or report was lost; it begins again and finds in the store what is done");
    }

    /** Lets a Job go: its pod is told to end and has time for a checkpoint. */
    public void suspend(Job job) {
        if (job.getMetadata().getDeletionTimestamp() == null) {
            children.delete(job);
        }
    }

    /** Why a step was not started. */
    public static Verdict taken(Outcome.NameTaken<? extends HasMetadata> taken) {
        return Verdict.blocked(Reason.NAME_TAKEN, taken.message());
    }
}
