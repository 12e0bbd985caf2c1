package dev.millrace.operator.step;

import dev.millrace.contract.Json;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.child.Ownership;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.pod.Security;
import dev.millrace.operator.store.PodStore;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of a step: a ConfigMap with its plan, and the Job that carries it out. */
public final class StepObjects {
    /** The container whose end is the step's end. */
    public static final String CONTAINER = "trainer";
    /** The annotation of a Job with its plan's whole key. */
    public static final String PLAN_KEY = "millrace.dev/plan";

    /** The annotation of a Job with the spec's field that names its Secret. */
    static final String SECRET_FIELD = "millrace.dev/secret-field";

    /** The name of a plan's file in its ConfigMap. */
    public static final String PLAN_FILE = "plan.json";

    /** The annotation of a Job with the number of tries under Jobs before it. */
    static final String EARLIER_ATTEMPTS = "millrace.dev/earlier-attempts";

    private static final String PLAN = "plan";
    private static final String PLAN_PATH = "/plan";
    private static final String ACCESS_FILE = "access.json";
    private static final String SCRATCH = "scratch";
    private static final String SCRATCH_PATH = "/scratch";
    private static final String TEMPORARY = "tmp";
    private static final Quantity TEMPORARY_SIZE = Quantity.parse("256Mi");
    private static final String SOURCE = "source";
    private static final String SOURCE_PATH = "/source";
    private static final String SECRET_PATH = "/credentials";

    private StepObjects() {}

    /** The plan as a file. */
    public static ConfigMap plan(Step step) {
        return new ConfigMapBuilder()
                .withMetadata(metadata(step))
                .withImmutable(true)
                .addToData(PLAN_FILE, Json.text(step.plan()))
                .addToData(step.input()
                        .access()
                        .map(access -> Map.of(ACCESS_FILE, Json.text(access)))
                        .orElse(Map.of()))
                .build();
    }

    /** What lets the step's pod reach its source over the network, and nothing else; empty: it reaches nothing for it. */
    public static Optional<NetworkPolicy> policy(Step step, OperatorConfiguration configuration) {
        return step.input().network() ? Optional.of(SourcePolicy.of(step, configuration)) : Optional.empty();
    }

    /** The Job. It makes one pod at a time: the next only when the one before has ended, for both would write the same checkpoint. */
    public static Job job(Step step, OperatorConfiguration configuration) {
        return new JobBuilder()
                .withMetadata(metadata(step))
                .editMetadata()
                .addToAnnotations(EARLIER_ATTEMPTS, String.valueOf(step.marks().earlierAttempts()))
                .addToAnnotations(step.input()
                        .secret()
                        .map(secret -> Map.of(SECRET_FIELD, secret.field()))
                        .orElse(Map.of()))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(step.retries())
                .withPodReplacementPolicy("Failed")
                .withPodFailurePolicy(failurePolicy())
                .withTtlSecondsAfterFinished(configuration.jobTtlSeconds())
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels(step))
                .endMetadata()
                .withSpec(pod(step, configuration))
                .endTemplate()
                .endSpec()
                .build();
    }

    /** Wrong input fails at once; a pod that its node lost or put out does not count as a try. */
    private static PodFailurePolicy failurePolicy() {
        List<Integer> final_ = Arrays.stream(ExitCode.values())
                .filter(code -> code != ExitCode.SUCCEEDED && !code.retried())
                .map(ExitCode::code)
                .sorted()
                .toList();
        return new PodFailurePolicyBuilder()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(final_)
                .endOnExitCodes()
                .endRule()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition("True", "DisruptionTarget")
                .endRule()
                .build();
    }

    private static PodSpec pod(Step step, OperatorConfiguration configuration) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder()
                .withName(PLAN)
                .withNewConfigMap()
                .withName(step.name())
                .endConfigMap()
                .build());
        PodStore store = store(step, configuration);
        volumes.addAll(store.volumes());
        volumes.add(emptyDirectory(SCRATCH, configuration.scratchSize()));
        volumes.add(emptyDirectory(TEMPORARY, TEMPORARY_SIZE));
        step.input()
                .volume()
                .map(source -> new VolumeBuilder(source).withName(SOURCE).build())
                .ifPresent(volumes::add);
        step.input().secret().map(SecretKeys::volume).ifPresent(volumes::add);
        Step.Placement placement = step.placement();
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withServiceAccountName(step.input().serviceAccountName().orElse(store.serviceAccountName()))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(step.kind().gracePeriodSeconds())
                .withSecurityContext(Security.pod())
                .withPriorityClassName(placement.priorityClassName())
                .withNodeSelector(placement.nodeSelector())
                .withTolerations(placement.tolerations())
                .withVolumes(volumes)
                .withContainers(container(step, configuration))
                .build();
    }

    private static PodStore store(Step step, OperatorConfiguration configuration) {
        return PodStore.of(configuration.store(), step.owner().getMetadata().getNamespace(), false);
    }

    private static Container container(Step step, OperatorConfiguration configuration) {
        PodStore store = store(step, configuration);
        List<String> arguments = new ArrayList<>(List.of(
                step.kind().command(),
                "--plan",
                PLAN_PATH + "/" + PLAN_FILE,
                "--store",
                store.uri(),
                "--scratch",
                SCRATCH_PATH));
        List<VolumeMount> mounts = new ArrayList<>();
        mounts.add(mount(PLAN, PLAN_PATH, true));
        mounts.addAll(store.mounts());
        mounts.add(mount(SCRATCH, SCRATCH_PATH, false));
        mounts.add(mount(TEMPORARY, "/tmp", false));
        StepInput input = step.input();
        if (input.volume().isPresent()) {
            arguments.addAll(List.of("--source", SOURCE_PATH));
            mounts.add(mount(SOURCE, SOURCE_PATH, true));
        }
        if (input.access().isPresent()) {
            arguments.addAll(List.of("--access", PLAN_PATH + "/" + ACCESS_FILE));
        }
        if (input.secret().isPresent()) {
            arguments.addAll(List.of("--credentials", SECRET_PATH));
            mounts.add(mount(SecretKeys.VOLUME, SECRET_PATH, true));
        }
        if (input.network()) {
            NetworkRules rules = configuration.sourceNetworks();
            rules.allowed().forEach(network -> arguments.add("--allow-network=" + network));
            rules.refused().forEach(network -> arguments.add("--refuse-network=" + network));
        }
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(configuration.images().trainer())
                .withArgs(arguments)
                .withEnv(store.environment())
                .withResources(step.resources())
                .withSecurityContext(Security.container())
                .withVolumeMounts(mounts)
                .build();
    }

    private static Volume emptyDirectory(String name, Quantity size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(size)
                .endEmptyDir()
                .build();
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        return new VolumeMountBuilder()
                .withName(name)
                .withMountPath(path)
                .withReadOnly(readOnly ? true : null)
                .build();
    }

    static ObjectMeta metadata(Step step) {
        return new ObjectMetaBuilder()
                .withNamespace(step.owner().getMetadata().getNamespace())
                .withName(step.name())
                .withLabels(labels(step))
                .withAnnotations(step.marks().annotations())
                .addToAnnotations(PLAN_KEY, step.plan().key().value())
                .withOwnerReferences(Ownership.reference(step.owner()))
                .build();
    }

    static Map<String, String> labels(Step step) {
        return Labels.of(step.kind().component(), step.owner(), step.marks().labels());
    }
}
