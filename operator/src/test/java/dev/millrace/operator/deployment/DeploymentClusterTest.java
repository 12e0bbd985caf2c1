package dev.millrace.operator.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.PastRevision;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Phase;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.pipeline.PipelineStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.ScratchNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rollouts on a real API server, with its own Deployment controller. The test plays the runs and the servers. */
@Tag("cluster")
class DeploymentClusterTest {
    private static final String DIGEST_A = "sha256:" + "a".repeat(64);
    private static final String DIGEST_B = "sha256:" + "b".repeat(64);
    private static final String ROWS = "sha256:" + "d".repeat(64);

    private ScratchNamespace namespace;
    private PlayedKubelet kubelet;
    private AutoCloseable operator;

    @BeforeEach
    void open() {
        namespace = ScratchNamespace.open();
        kubelet = new PlayedKubelet(namespace.client(), namespace.name());
        operator = namespace.startOperator(Clock.systemUTC(), "deployment");
    }

    @AfterEach
    void close() throws Exception {
        if (operator != null) {
            operator.close();
        }
        if (kubelet != null) {
            kubelet.close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void waitsForTheStoreThenForItsRunThenForItsPods() {
        createRun("a");
        namespace.create(deployment("a"));
        assertThat(awaitReason("StoreMissing").getStatus().phase()).isEqualTo(Phase.PENDING);

        namespace.createStoreClaim();
        playRun("a", "phase: Running\nprogress: {percent: 40, epoch: 4, epochs: 10}\n");
        ModelDeployment waiting = await(deployment -> "TrainingRun 'a' is running (40 %)"
                .equals(deployment.getStatus().message()));
        assertThat(waiting.getStatus().phase()).isEqualTo(Phase.PENDING);
        assertThat(list(Deployment.class)).isEmpty();

        succeed("a", DIGEST_A);
        namespace.await(Deployment.class, "houses", found -> true);
        assertThat(awaitReason("Unschedulable").getStatus().stable()).isNull();

        kubelet.answer(1);
        ModelDeploymentStatus status = awaitServed(DIGEST_A).getStatus();
        assertThat(status.phase()).isEqualTo(Phase.READY);
        assertThat(status.url()).isEqualTo("http://houses." + namespace.name() + ".svc.cluster.local");
        assertThat(status.stable()).isEqualTo(new Revision(1L, "a", DIGEST_A, ROWS));
        assertThat(status.lineage())
                .isEqualTo(new ModelDeploymentStatus.Lineage(null, "a", "houses-1", ROWS, DIGEST_A));
        assertThat(status.readyReplicas()).isEqualTo(2);
    }

    @Test
    void theOldModelIsServedUntilTheNextOneAnswers() {
        bringToReady("a", DIGEST_A);
        Set<String> old = podUids();
        createRun("b");
        point("b");
        assertThat(awaitReason("TrainingRunNotFinished").getStatus().message())
                .isEqualTo("TrainingRun 'b' has not begun; revision 1 (TrainingRun 'a') stays served");

        succeed("b", DIGEST_B);
        ModelDeployment rolling = await(deployment -> deployment.getStatus().candidate() != null);
        assertThat(rolling.getStatus().candidate()).isEqualTo(new Revision(2L, "b", DIGEST_B, ROWS));
        assertThat(rolling.getStatus().stable().trainingRun()).isEqualTo("a");
        namespace.await(Deployment.class, "houses", found -> Integer.valueOf(3)
                .equals(found.getStatus().getReplicas()));
        assertThat(podUids()).containsAll(old);

        kubelet.answer(2);
        ModelDeploymentStatus status = awaitServed(DIGEST_B).getStatus();
        assertThat(status.candidate()).isNull();
        assertThat(status.history()).extracting(PastRevision::revision).containsExactly(2L, 1L);
        assertThat(status.history().get(0).until()).isNull();
        assertThat(status.history().get(1).until()).isNotNull();
    }

    @Test
    void aModelThatDoesNotStartIsSaidAndTheWayBackTouchesNoPodThatAnswers() {
        bringToReady("a", DIGEST_A);
        Set<String> old = podUids();
        createRun("b");
        succeed("b", DIGEST_B);
        kubelet.crash(2, "blob sha256:bb is corrupt");

        point("b");

        ModelDeployment broken = awaitReason("PodFailed");
        assertThat(broken.getStatus().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(broken.getStatus().message())
                .contains("revision 2 (TrainingRun 'b') does not start")
                .contains("blob sha256:bb is corrupt")
                .endsWith("revision 1 (TrainingRun 'a') stays served");

        point("a");
        ModelDeploymentStatus status = awaitServed(DIGEST_A).getStatus();
        assertThat(status.stable().revision()).isEqualTo(1);
        assertThat(status.history())
                .extracting(PastRevision::revision, PastRevision::reason)
                .contains(org.assertj.core.groups.Tuple.tuple(2L, "was given up before it answered"));
        assertThat(podUids()).isEqualTo(old);
    }

    @Test
    void aRejectedRunIsRefusedWithItsGate() {
        bringToReady("a", DIGEST_A);
        createRun("b");
        playRun("b", """
                phase: Rejected
                gates: [{name: good, metric: rmse, bound: "<= 27000", observed: 30000.0, passed: false}]
                """);

        point("b");

        ModelDeployment refused = awaitReason("TrainingRunRejected");
        assertThat(refused.getStatus().message())
                .isEqualTo("spec.model.trainingRun: TrainingRun 'b' was rejected by gate 'good' (rmse is 30000.0,"
                        + " must be <= 27000), its model is never served: name another run; revision 1"
                        + " (TrainingRun 'a') stays served");
        assertThat(refused.getStatus().conditions())
                .extracting(condition -> condition.type())
                .contains("Stalled");
        assertThat(refused.getStatus().stable().trainingRun()).isEqualTo("a");
    }

    @Test
    void anotherRunThatLedToTheSameModelMovesNoPod() {
        bringToReady("a", DIGEST_A);
        Set<String> old = podUids();
        createRun("b");
        succeed("b", DIGEST_A);

        point("b");

        ModelDeployment served = await(
                deployment -> deployment.getStatus().stable().trainingRun().equals("b") && isReady(deployment));
        assertThat(served.getStatus().stable().revision()).isEqualTo(1);
        assertThat(podUids()).isEqualTo(old);
        assertThat(list(ReplicaSet.class)).hasSize(1);
    }

    @Test
    void aRestartInTheMiddleOfARolloutCountsNoRevision() throws Exception {
        bringToReady("a", DIGEST_A);
        createRun("b");
        succeed("b", DIGEST_B);
        point("b");
        await(deployment -> deployment.getStatus().candidate() != null);

        operator.close();
        operator = namespace.startOperator(Clock.systemUTC(), "deployment");
        kubelet.answer(2);

        assertThat(awaitServed(DIGEST_B).getStatus().stable().revision()).isEqualTo(2);
        assertThat(list(ReplicaSet.class)).hasSize(2);
    }

    @Test
    void aLostStatusIsFoundAgainInTheDeployment() throws Exception {
        bringToReady("a", DIGEST_A);
        createRun("b");
        succeed("b", DIGEST_B);
        kubelet.answer(2);
        point("b");
        awaitServed(DIGEST_B);
        operator.close();
        namespace.play(ModelDeployment.class, "houses", deployment -> {
            deployment.setStatus(null);
            return deployment;
        });

        operator = namespace.startOperator(Clock.systemUTC(), "deployment");

        assertThat(awaitServed(DIGEST_B).getStatus().stable()).isEqualTo(new Revision(2L, "b", DIGEST_B, ROWS));
    }

    @Test
    void servesWhatAPipelineHasPromotedWhateverBecomesOfTheRun() {
        namespace.createStoreClaim();
        namespace.create(read(Pipeline.class, PIPELINE));
        namespace.create(deployment(ModelReference.ofPipeline("houses")));
        awaitReason("NothingPromoted");
        createRun("a");
        succeed("a", DIGEST_A);

        namespace.play(Pipeline.class, "houses", pipeline -> {
            pipeline.setStatus(
                    read(PipelineStatus.class, "promoted: {trainingRun: a, modelDigest: '%s'}".formatted(DIGEST_A)));
            return pipeline;
        });
        kubelet.answer(1);
        awaitServed(DIGEST_A);

        delete(TrainingRun.class, "a");
        namespace.awaitGone(TrainingRun.class, "a");
        delete(Pipeline.class, "houses");
        assertThat(awaitReason("PipelineNotFound").getStatus().message())
                .isEqualTo("Pipeline 'houses' (spec.model.pipeline) does not exist; revision 1 (TrainingRun 'a')"
                        + " stays served");
        assertThat(list(Pod.class)).hasSize(2);
    }

    @Test
    void theScaleSubresourceDecidesTheNumberOfPods() {
        bringToReady("a", DIGEST_A);

        namespace
                .client()
                .resources(ModelDeployment.class)
                .inNamespace(namespace.name())
                .withName("houses")
                .scale(3);

        ModelDeployment scaled = await(
                deployment -> Integer.valueOf(3).equals(deployment.getStatus().readyReplicas()) && isReady(deployment));
        assertThat(scaled.getSpec().replicas()).isEqualTo(3);
        assertThat(scaled.getStatus().stable().revision()).isEqualTo(1);
    }

    @Test
    void whatGoesIsMadeAgain() {
        bringToReady("a", DIGEST_A);
        String before = namespace
                .await(Deployment.class, "houses", found -> true)
                .getMetadata()
                .getUid();

        delete(Service.class, "houses");
        delete(PodDisruptionBudget.class, "houses");
        delete(NetworkPolicy.class, "houses");
        delete(Deployment.class, "houses");

        namespace.await(
                Deployment.class,
                "houses",
                found -> !found.getMetadata().getUid().equals(before)
                        && "1".equals(found.getMetadata().getLabels().get("millrace.dev/revision")));
        namespace.await(Service.class, "houses", found -> true);
        namespace.await(PodDisruptionBudget.class, "houses", found -> true);
        namespace.await(NetworkPolicy.class, "houses", found -> true);
    }

    @Test
    void aNameThatIsTakenIsLeftAloneAndNothingRuns() {
        namespace.createStoreClaim();
        createRun("a");
        succeed("a", DIGEST_A);
        namespace.create(new ServiceBuilder()
                .withNewMetadata()
                .withName("houses")
                .endMetadata()
                .withNewSpec()
                .addNewPort()
                .withPort(99)
                .endPort()
                .endSpec()
                .build());

        namespace.create(deployment("a"));

        assertThat(awaitReason("NameTaken").getStatus().message()).startsWith("Service 'houses' exists");
        Service untouched = namespace.await(Service.class, "houses", found -> true);
        assertThat(untouched.getSpec().getPorts().get(0).getPort()).isEqualTo(99);
        assertThat(untouched.getMetadata().getOwnerReferences()).isEmpty();
        assertThat(list(Deployment.class)).isEmpty();
    }

    @Test
    void whatItMadeGoesWithIt() {
        bringToReady("a", DIGEST_A);

        delete(ModelDeployment.class, "houses");

        namespace.awaitGone(Deployment.class, "houses");
        namespace.awaitGone(Service.class, "houses");
        namespace.awaitGone(PodDisruptionBudget.class, "houses");
        namespace.awaitGone(NetworkPolicy.class, "houses");
    }

    private void bringToReady(String run, String digest) {
        namespace.createStoreClaim();
        createRun(run);
        succeed(run, digest);
        kubelet.answer(1);
        namespace.create(deployment(run));
        awaitServed(digest);
    }

    private void createRun(String name) {
        TrainingRun run = read(TrainingRun.class, RUN);
        run.getMetadata().setName(name);
        namespace.create(run);
    }

    private void succeed(String run, String digest) {
        playRun(run, """
                phase: Succeeded
                model: {digest: '%s', uri: 'file:///store/models', sizeBytes: 1, parity: 0.1}
                lineage: {dataset: houses-1, datasetDigest: '%s'}
                """.formatted(digest, ROWS));
    }

    private void playRun(String name, String status) {
        namespace.play(TrainingRun.class, name, run -> {
            run.setStatus(read(TrainingRunStatus.class, status));
            return run;
        });
    }

    private void point(String run) {
        namespace.edit(ModelDeployment.class, "houses", deployment -> {
            deployment.setSpec(deployment(run).getSpec());
            return deployment;
        });
    }

    private static ModelDeployment deployment(String run) {
        return deployment(ModelReference.ofTrainingRun(run));
    }

    private static ModelDeployment deployment(ModelReference model) {
        ModelDeployment deployment = new ModelDeployment();
        deployment.getMetadata().setName("houses");
        deployment.setSpec(new ModelDeploymentSpec(model, 2, null));
        return deployment;
    }

    private ModelDeployment awaitServed(String digest) {
        return await(deployment -> deployment.getStatus().stable() != null
                && deployment.getStatus().stable().modelDigest().equals(digest)
                && isReady(deployment));
    }

    private static boolean isReady(ModelDeployment deployment) {
        return deployment
                        .getMetadata()
                        .getGeneration()
                        .equals(deployment.getStatus().observedGeneration())
                && deployment.getStatus().phase() == Phase.READY;
    }

    private ModelDeployment awaitReason(String reason) {
        return await(deployment -> deployment.getStatus().conditions().stream()
                .anyMatch(condition ->
                        condition.type().equals("Ready") && condition.reason().equals(reason)));
    }

    private ModelDeployment await(Predicate<ModelDeployment> expected) {
        return namespace.await(
                ModelDeployment.class,
                "houses",
                deployment -> deployment.getStatus() != null && expected.test(deployment));
    }

    private Set<String> podUids() {
        return list(Pod.class).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private <T extends HasMetadata> List<T> list(Class<T> type) {
        return namespace
                .client()
                .resources(type)
                .inNamespace(namespace.name())
                .list()
                .getItems();
    }

    private void delete(Class<? extends HasMetadata> type, String name) {
        namespace
                .client()
                .resources(type)
                .inNamespace(namespace.name())
                .withName(name)
                .delete();
    }

    private static <T> T read(Class<T> type, String yaml) {
        return Serialization.unmarshal(yaml, type);
    }

    private static final String RUN = """
            apiVersion: millrace.dev/v1alpha1
            kind: TrainingRun
            metadata: {name: a}
            spec:
              dataset: {name: houses-1}
              model: {task: regression, layers: [{type: dense, units: 8, activation: relu}]}
            """;

    private static final String PIPELINE = """
            apiVersion: millrace.dev/v1alpha1
            kind: Pipeline
            metadata: {name: houses}
            spec:
              dataset: {template: {spec: {source: {configMap: {name: houses, key: houses.csv}}}}}
              training:
                template: {spec: {model: {task: regression, layers: [{type: dense, units: 8, activation: relu}]}}}
            """;
}
