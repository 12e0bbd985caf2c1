package dev.millrace.operator.collection;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.StepPlan;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.child.Ownership;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.operator.step.StepObjects;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that is there in the namespace of a store.
 *
 * @param steps that somebody waits for: their results are in no status yet
 */
record LiveObjects(
        List<DatasetVersion> versions,
        List<TrainingRun> runs,
        List<WaitedFor> steps,
        List<ModelDeployment> deployments,
        List<Pipeline> pipelines) {
    /**
     * A step whose object is not finished.
     *
     * @param begun when its Job was made: what it found in the store since then, it relies on
     */
    record WaitedFor(StepPlan plan, Instant begun) {}

    /**
     * Asks the API server, not a cache. Digests move from versions to runs and from runs to deployments and pipelines: listed in this order, none
     * slips through that moves while its source is deleted.
     */
    static LiveObjects read(KubernetesClient client, String namespace) {
        List<DatasetVersion> versions = list(client, DatasetVersion.class, namespace);
        List<TrainingRun> runs = list(client, TrainingRun.class, namespace);
        List<WaitedFor> steps = new ArrayList<>();
        steps(client, Component.INGEST, unfinished(versions))
                .forEach(job -> steps.addAll(plan(client, job, IngestPlan.class)));
        steps(client, Component.TRAINING, unfinished(runs))
                .forEach(job -> steps.addAll(plan(client, job, TrainPlan.class)));
        return new LiveObjects(
                versions,
                runs,
                steps,
                list(client, ModelDeployment.class, namespace),
                list(client, Pipeline.class, namespace));
    }

    private static <T extends HasMetadata> List<T> list(KubernetesClient client, Class<T> kind, String namespace) {
        return client.resources(kind).inNamespace(namespace).list().getItems();
    }

    private static List<HasMetadata> unfinished(List<? extends HasMetadata> objects) {
        return objects.stream()
                .filter(object -> !Conditions.isTrue(conditions(object), Condition.Type.FINISHED))
                .map(HasMetadata.class::cast)
                .toList();
    }

    private static List<Condition> conditions(HasMetadata object) {
        if (object instanceof DatasetVersion version && version.getStatus() != null) {
            return version.getStatus().conditions();
        }
        return object instanceof TrainingRun run && run.getStatus() != null
                ? run.getStatus().conditions()
                : List.of();
    }

    private static Stream<Job> steps(KubernetesClient client, Component component, List<HasMetadata> owners) {
        return owners.isEmpty()
                ? Stream.of()
                : client
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(owners.get(0).getMetadata().getNamespace())
                        .withLabel(Labels.NAME, component.wireName())
                        .list()
                        .getItems()
                        .stream()
                        .filter(job -> owners.stream().anyMatch(owner -> Ownership.owns(owner, job)));
    }

    /** None where the plan is gone: then the step is begun again, and finds out what is still there. */
    private static List<WaitedFor> plan(KubernetesClient client, Job job, Class<? extends StepPlan> type) {
        ConfigMap plan = client.configMaps()
                .inNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .get();
        if (plan == null) {
            return List.of();
        }
        return List.of(new WaitedFor(
                Json.read(plan.getData().getOrDefault(StepObjects.PLAN_FILE, ""), type),
                Instant.parse(job.getMetadata().getCreationTimestamp())));
    }
}
