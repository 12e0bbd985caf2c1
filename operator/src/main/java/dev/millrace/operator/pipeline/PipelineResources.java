package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineSpec.Deployment;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunSpec;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.child.Ownership;
import dev.millrace.operator.pipeline.ExecutionPlan.Hold;
import dev.millrace.operator.pipeline.ExecutionPlan.Identity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;

/** An execution's objects. */
final class PipelineResources {
    /** Digest of the templates that a data version was made for: what the status says of it may come too late. */
    static final String TEMPLATES = "millrace.dev/templates";

    private PipelineResources() {}

    static DatasetVersion dataset(Pipeline pipeline, Identity identity, DatasetVersionSpec spec) {
        DatasetVersion dataset = new DatasetVersion();
        dataset.setMetadata(stepMetadata(pipeline, Names.dataset(pipeline, identity.number()), identity.number()));
        dataset.getMetadata()
                .setAnnotations(Map.of(TEMPLATES, identity.templates().value()));
        dataset.setSpec(spec);
        return dataset;
    }

    static TrainingRun run(Pipeline pipeline, Identity identity, TrainingRunSpec spec) {
        TrainingRun run = new TrainingRun();
        run.setMetadata(stepMetadata(pipeline, Names.run(pipeline, identity.number()), identity.number()));
        run.setSpec(spec);
        return run;
    }

    /** A run as it was made, suspended or not: its other fields stay as they are. */
    static TrainingRun held(Pipeline pipeline, Hold hold) {
        TrainingRun run = new TrainingRun();
        String name = hold.run().getMetadata().getName();
        run.setMetadata(stepMetadata(pipeline, name, Executions.number(pipeline, hold.run())));
        TrainingRunSpec spec = hold.run().getSpec();
        run.setSpec(new TrainingRunSpec(
                spec.dataset(),
                spec.model(),
                spec.hyperparameters(),
                spec.evaluation(),
                spec.resources(),
                spec.scheduling(),
                spec.checkpointEvery(),
                spec.limits(),
                hold.suspend() ? true : null));
        return run;
    }

    /** Replicas that the template leaves out are the deployment's own, or its autoscaler's. */
    static ModelDeployment deployment(Pipeline pipeline, Deployment template, ModelDeploymentSpec spec) {
        ModelDeployment deployment = new ModelDeployment();
        deployment.setMetadata(metadata(pipeline, template.name(), Map.of()));
        deployment.setSpec(spec);
        return deployment;
    }

    private static ObjectMeta stepMetadata(Pipeline pipeline, String name, long execution) {
        return metadata(pipeline, name, Map.of(Labels.EXECUTION, Long.toString(execution)));
    }

    private static ObjectMeta metadata(Pipeline pipeline, String name, Map<String, String> labels) {
        Map<String, String> all = Labels.of(Component.PIPELINE, pipeline, labels);
        all.put(Labels.PIPELINE, pipeline.getMetadata().getName());
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(pipeline.getMetadata().getNamespace())
                .withLabels(all)
                .withOwnerReferences(Ownership.reference(pipeline))
                .build();
    }
}
