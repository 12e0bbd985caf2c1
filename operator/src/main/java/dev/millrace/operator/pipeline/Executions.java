package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineSpec;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Execution;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Phase;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.StepPhase;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus.Trigger;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.operator.pipeline.ExecutionPlan.Identity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells one execution from the next.
 *
 * <p>An execution is what a pair of templates, for data and for training, asks for. The status says which one runs. Should it be behind the
 * objects, after a crash between their creation and the status, or gone, after a restore, then the newest data version says it, by the
 * digest of the templates that it bears. So no restart makes a second execution of the same templates.
 */
final class Executions {
    private Executions() {}

    /** What a new execution is made for. The deployment is not part of it: it is changed in place. */
    static Digest templates(PipelineSpec spec) {
        return Json.digest(Map.of(
                "dataset", spec.dataset().template().spec(),
                "training", spec.training().template().spec()));
    }

    /** The execution that the spec asks for: the one that runs or ran last, or the next. */
    static Identity wanted(Pipeline pipeline, PipelineInputs inputs) {
        PipelineStatus before = PipelineStatuses.before(pipeline);
        Execution known = before.execution();
        Digest templates = templates(pipeline.getSpec());
        long knownNumber = known == null ? 0 : known.number();
        Optional<DatasetVersion> newest = newest(pipeline, inputs);
        long newestNumber = newest.map(dataset -> number(pipeline, dataset)).orElse(0L);
        if (newestNumber > knownNumber) {
            boolean same = newest.map(dataset -> dataset.getMetadata().getAnnotations())
                    .map(annotations -> annotations.get(PipelineResources.TEMPLATES))
                    .filter(templates.value()::equals)
                    .isPresent();
            return identity(same ? newestNumber : newestNumber + 1, templates);
        }
        if (known == null) {
            return identity(1, templates);
        }
        if (templates.value().equals(known.specDigest()) || isSettled(pipeline, before)) {
            return new Identity(knownNumber, known.trigger(), templates);
        }
        return identity(knownNumber + 1, templates);
    }

    /** Whether an execution reached its end without a failure: nothing of it is ever done again. */
    static boolean succeeded(Execution execution) {
        return execution.finishedAt() != null
                && execution.steps().stream().noneMatch(step -> step.phase() == StepPhase.FAILED);
    }

    /**
     * Whether the same spec was already found to be the known execution's. Its digest may differ all the same: a newer version of the kinds
     * fills in more defaults, and an upgrade must not run anything again.
     */
    private static boolean isSettled(Pipeline pipeline, PipelineStatus before) {
        return before.phase() != Phase.SUSPENDED
                && Objects.equals(
                        before.observedGeneration(), pipeline.getMetadata().getGeneration());
    }

    private static Identity identity(long number, Digest templates) {
        return new Identity(number, number == 1 ? Trigger.CREATED : Trigger.SPEC_CHANGED, templates);
    }

    private static Optional<DatasetVersion> newest(Pipeline pipeline, PipelineInputs inputs) {
        return inputs.datasets().stream().max(Comparator.comparingLong(dataset -> number(pipeline, dataset)));
    }

    /** 0 for an object that is ours by its owner and not by its name. */
    static long number(Pipeline pipeline, HasMetadata object) {
        return Names.execution(pipeline, object).orElse(0);
    }
}
