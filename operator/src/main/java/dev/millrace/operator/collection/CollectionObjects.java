package dev.millrace.operator.collection;

import dev.millrace.contract.Json;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.child.Ownership;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.pod.Security;
import dev.millrace.operator.step.StepObjects;
import dev.millrace.operator.store.PodStore;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;

/** The objects of a collection: a Job, and a ConfigMap with its plan that goes with it. */
final class CollectionObjects {
    /** The Job and its plan stay to be compared with what is live later; the next collection takes them away. */
    private static final int STAY_SECONDS = 7 * 24 * 3600;

    private static final int RETRIES = 3;
    private static final String PLAN = "plan";
    private static final String TEMPORARY = "tmp";

    private CollectionObjects() {}

    /** The Job of a plan in a namespace. Its pod waits for the plan, which comes after it. */
    static Job job(String namespace, CollectionPlan plan, OperatorConfiguration configuration) {
        String name = "millrace-collect-" + Json.digest(plan).abbreviated();
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(labels())
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(RETRIES)
                .withPodReplacementPolicy("Failed")
                .withTtlSecondsAfterFinished(STAY_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels())
                .endMetadata()
                .withSpec(pod(name, PodStore.of(configuration.store(), namespace, false), configuration))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** @param job as the API server has it */
    static ConfigMap plan(Job job, CollectionPlan plan) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(job.getMetadata().getNamespace())
                .withName(job.getMetadata().getName())
                .withLabels(labels())
                .withOwnerReferences(Ownership.reference(job))
                .endMetadata()
                .withImmutable(true)
                .addToData(StepObjects.PLAN_FILE, Json.text(plan))
                .build();
    }

    private static PodSpec pod(String name, PodStore store, OperatorConfiguration configuration) {
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withServiceAccountName(store.serviceAccountName())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(Security.pod())
                .addNewVolume()
                .withName(PLAN)
                .withNewConfigMap()
                .withName(name)
                .endConfigMap()
                .endVolume()
                .addAllToVolumes(store.volumes())
                .addNewVolume()
                .withName(TEMPORARY)
                .withNewEmptyDir()
                .withSizeLimit(Quantity.parse("64Mi"))
                .endEmptyDir()
                .endVolume()
                .addNewContainer()
                .withName(StepObjects.CONTAINER)
                .withImage(configuration.images().trainer())
                .withArgs("collect", "--plan", "/plan/" + StepObjects.PLAN_FILE, "--store", store.uri())
                .addAllToEnv(store.environment())
                .withResources(configuration.ingest())
                .withSecurityContext(Security.container())
                .addNewVolumeMount()
                .withName(PLAN)
                .withMountPath("/plan")
                .withReadOnly(true)
                .endVolumeMount()
                .addAllToVolumeMounts(store.mounts())
                .addNewVolumeMount()
                .withName(TEMPORARY)
                .withMountPath("/tmp")
                .endVolumeMount()
                .endContainer()
                .build();
    }

    private static Map<String, String> labels() {
        return Map.of(
                Labels.NAME,
                Component.COLLECTION.wireName(),
                Labels.INSTANCE,
                "store",
                Labels.MANAGED_BY,
                Labels.MILLRACE,
                Labels.PART_OF,
                Labels.MILLRACE);
    }
}
