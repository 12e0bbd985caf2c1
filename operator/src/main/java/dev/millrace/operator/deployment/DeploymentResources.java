package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.Resources;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.operator.child.Component;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.child.Ownership;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.pod.Requirements;
import dev.millrace.operator.pod.Security;
import dev.millrace.operator.store.PodStore;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;
import java.util.TreeMap;

/** A plan's objects. All bear the ModelDeployment's name. */
final class DeploymentResources {
    /** What the Deployment serves, in full: its pods' labels are too short for digests. */
    static final String MODEL_DIGEST = "millrace.dev/model-digest";

    static final String DATASET_DIGEST = "millrace.dev/dataset-digest";

    private static final int HTTP_PORT = 8080;
    private static final int METRICS_PORT = 9090;
    static final String HTTP = "http";
    static final String METRICS = "metrics";
    private static final String TEMPORARY = "tmp";
    /** For what libraries leave there; a model that comes from S3 needs more. */
    private static final Quantity TEMPORARY_SIZE = new Quantity("256Mi");

    /**
     * Requests still come for a moment after a pod began to end, until all proxies know: it answers them that long before it is told to
     * stop. Then it has the rest of the grace to finish what it has begun.
     */
    private static final long DRAIN_SECONDS = 5;

    private static final long GRACE_SECONDS = 45;
    private static final int OLD_REPLICA_SETS = 5;

    private DeploymentResources() {}

    /** The labels by which the Service, and {@code status.selector}, find the servers. */
    static Map<String, String> selector(String name) {
        return Map.of(Labels.DEPLOYMENT, name);
    }

    /**
     * The servers. Old ones end only when new ones are ready, one by one. The pods' labels and arguments name the model alone: another run
     * that leads to the same model moves no pod.
     */
    static Deployment deployment(ModelDeployment owner, ServingPlan plan, OperatorConfiguration configuration) {
        String name = owner.getMetadata().getName();
        ObjectMeta metadata = metadata(owner);
        metadata.getLabels().put(Labels.TRAINING_RUN, plan.model().trainingRun());
        metadata.getLabels().put(Labels.REVISION, Long.toString(plan.revision()));
        if (plan.model().dataset() != null) {
            metadata.getLabels().put(Labels.DATASET, plan.model().dataset());
        }
        if (plan.model().pipeline() != null) {
            metadata.getLabels().put(Labels.PIPELINE, plan.model().pipeline());
        }
        metadata.setAnnotations(lineage(plan.model()));
        Map<String, String> podLabels = labels(owner);
        podLabels.put(Labels.REVISION, Long.toString(plan.revision()));
        return new DeploymentBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(plan.replicas())
                .withRevisionHistoryLimit(OLD_REPLICA_SETS)
                .withNewSelector()
                .withMatchLabels(selector(name))
                .endSelector()
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString(1))
                .endRollingUpdate()
                .endStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(podLabels)
                .endMetadata()
                .withSpec(pod(owner, plan.model(), configuration))
                .endTemplate()
                .endSpec()
                .build();
    }

    static Service service(ModelDeployment owner) {
        return new ServiceBuilder()
                .withMetadata(metadata(owner))
                .withNewSpec()
                .withSelector(selector(owner.getMetadata().getName()))
                .addNewPort()
                .withName(HTTP)
                .withPort(80)
                .withTargetPort(new IntOrString(HTTP))
                .endPort()
                .endSpec()
                .build();
    }

    /** At most one server at a time goes by choice, and a broken one may always go, so that no drain of a node hangs. */
    static PodDisruptionBudget disruptionBudget(ModelDeployment owner) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(metadata(owner))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(selector(owner.getMetadata().getName()))
                .endSelector()
                .endSpec()
                .build();
    }

    private static PodSpec pod(ModelDeployment owner, ServedModel model, OperatorConfiguration configuration) {
        String name = owner.getMetadata().getName();
        String namespace = owner.getMetadata().getNamespace();
        PodStore store = PodStore.of(configuration.store(), namespace, true);
        boolean copied = configuration.store().bucket(namespace).isPresent();
        return new PodSpecBuilder()
                .withServiceAccountName(store.serviceAccountName())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(Security.pod())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withTopologySpreadConstraints(
                        spread(name, "topology.kubernetes.io/zone"), spread(name, "kubernetes.io/hostname"))
                .withContainers(container(owner, model, configuration))
                .addAllToVolumes(store.volumes())
                .addNewVolume()
                .withName(TEMPORARY)
                .withNewEmptyDir()
                .withSizeLimit(copied ? configuration.scratchSize() : TEMPORARY_SIZE)
                .endEmptyDir()
                .endVolume()
                .build();
    }

    /** What a server says when it cannot start is its termination message; where it could not say it, the end of its log is. */
    private static Container container(ModelDeployment owner, ServedModel model, OperatorConfiguration configuration) {
        Resources wanted = owner.getSpec().resources();
        PodStore store = PodStore.of(configuration.store(), owner.getMetadata().getNamespace(), true);
        return new ContainerBuilder()
                .withName("server")
                .withImage(configuration.images().server())
                .withArgs(
                        "--store",
                        store.uri(),
                        "--model",
                        model.digest(),
                        "--name",
                        owner.getMetadata().getName(),
                        "--port",
                        Integer.toString(HTTP_PORT),
                        "--metrics-port",
                        Integer.toString(METRICS_PORT))
                .withEnv(store.environment())
                .addNewPort()
                .withName(HTTP)
                .withContainerPort(HTTP_PORT)
                .endPort()
                .addNewPort()
                .withName(METRICS)
                .withContainerPort(METRICS_PORT)
                .endPort()
                .withResources(
                        Requirements.merge(wanted == null ? null : wanted.toRequirements(), configuration.serving()))
                .withSecurityContext(Security.container())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewStartupProbe()
                .withNewHttpGet()
                .withPath("/v2/health/live")
                .withPort(new IntOrString(HTTP))
                .endHttpGet()
                .withPeriodSeconds(1)
                .withFailureThreshold(120)
                .endStartupProbe()
                .withNewLivenessProbe()
                .withNewHttpGet()
                .withPath("/v2/health/live")
                .withPort(new IntOrString(HTTP))
                .endHttpGet()
                .withTimeoutSeconds(5)
                .endLivenessProbe()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/v2/health/ready")
                .withPort(new IntOrString(HTTP))
                .endHttpGet()
                .withPeriodSeconds(2)
                .withTimeoutSeconds(2)
                .endReadinessProbe()
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep()
                .withSeconds(DRAIN_SECONDS)
                .endSleep()
                .endPreStop()
                .endLifecycle()
                .addAllToVolumeMounts(store.mounts())
                .addNewVolumeMount()
                .withName(TEMPORARY)
                .withMountPath("/tmp")
                .endVolumeMount()
                .build();
    }

    /** Spread as well as it goes; a revision's pods are counted apart from those that they replace. */
    private static TopologySpreadConstraint spread(String name, String topology) {
        return new TopologySpreadConstraintBuilder()
                .withMaxSkew(1)
                .withTopologyKey(topology)
                .withWhenUnsatisfiable("ScheduleAnyway")
                .withNewLabelSelector()
                .withMatchLabels(selector(name))
                .endLabelSelector()
                .withMatchLabelKeys("pod-template-hash")
                .build();
    }

    private static Map<String, String> lineage(ServedModel model) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(MODEL_DIGEST, model.digest());
        if (model.datasetDigest() != null) {
            annotations.put(DATASET_DIGEST, model.datasetDigest());
        }
        return annotations;
    }

    static ObjectMeta metadata(ModelDeployment owner) {
        return new ObjectMetaBuilder()
                .withName(owner.getMetadata().getName())
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(labels(owner))
                .withOwnerReferences(Ownership.reference(owner))
                .build();
    }

    private static Map<String, String> labels(ModelDeployment owner) {
        return Labels.of(
                Component.SERVER,
                owner,
                Map.of(Labels.DEPLOYMENT, owner.getMetadata().getName()));
    }
}
