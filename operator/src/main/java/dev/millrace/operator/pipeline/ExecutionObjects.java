package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.operator.child.Children;
import dev.millrace.operator.child.Outcome;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.pipeline.ExecutionPlan.Hold;
import dev.millrace.operator.pipeline.PipelineStatuses.Observed;
import dev.millrace.operator.resolution.Resolution;

/** Carries out what a plan says: the one place of this package that writes objects. */
final class ExecutionObjects {
    private final Children children;

    ExecutionObjects(Children children) {
        this.children = children;
    }

    /** Does what can be done now, up to the first obstacle. */
    Observed advance(Pipeline pipeline, Resolution<ExecutionPlan> resolution, PipelineInputs inputs) {
        for (Hold hold : PipelinePlanner.holds(pipeline, inputs, resolution)) {
            children.apply(PipelineResources.held(pipeline, hold), hold.run());
        }
        return resolution.match(
                plan -> carryOut(pipeline, plan, inputs),
                waiting -> new Observed(inputs, null),
                invalid -> new Observed(inputs, null));
    }

    /** Data versions and runs never change: they are created, and left alone. */
    private Observed carryOut(Pipeline pipeline, ExecutionPlan plan, PipelineInputs inputs) {
        if (plan.dataset() != null) {
            Observed observed = observed(
                    children.create(PipelineResources.dataset(pipeline, plan.identity(), plan.dataset())), inputs);
            if (observed.obstacle() != null) {
                return observed;
            }
        }
        if (plan.training() != null) {
            Observed observed = observed(
                    children.create(PipelineResources.run(pipeline, plan.identity(), plan.training())), inputs);
            if (observed.obstacle() != null) {
                return observed;
            }
        }
        var template = pipeline.getSpec().deployment();
        if (plan.deployment() == null || template == null) {
            return new Observed(inputs, null);
        }
        return children.apply(PipelineResources.deployment(pipeline, template, plan.deployment()), inputs.deployment())
                .match(applied -> new Observed(inputs.with(applied), null), taken -> taken(taken.message(), inputs));
    }

    private static Observed observed(Outcome<?> outcome, PipelineInputs inputs) {
        return outcome.match(present -> new Observed(inputs, null), taken -> taken(taken.message(), inputs));
    }

    private static Observed taken(String message, PipelineInputs inputs) {
        return new Observed(inputs, Verdict.blocked(Reason.NAME_TAKEN, message));
    }
}
