package dev.millrace.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.operator.cluster.Kubelet;
import dev.millrace.operator.cluster.Summaries;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data versions and training runs on a real API server, with its own scheduler and Job controller. */
@Tag("cluster")
@Timeout(120)
class StepClusterTest {
    private static final long SECONDS = 30;

    private ScratchNamespace cluster;
    private KubernetesClient client;
    private Kubelet kubelet;
    private OperatorProcess operator;
    private HostVolume volume;

    @BeforeEach
    void open() {
        cluster = ScratchNamespace.open();
        client = cluster.client();
        kubelet = new Kubelet(client);
    }

    @AfterEach
    void close() {
        stopOperator();
        if (cluster != null) {
            cluster.close();
        }
        if (volume != null) {
            volume.close();
        }
    }

    private void stopOperator() {
        if (operator != null) {
            operator.close();
            operator = null;
        }
    }

    private void startOperator() {
        operator = OperatorUnderTest.start(cluster.name());
    }

    @Test
    void waitsForTheStoreThenForTheSourceAndSaysSo() {
        startOperator();
        createDataset("houses-1");
        DatasetVersionStatus noStore = dataset("houses-1", has("Ready", "StoreMissing"));
        assertThat(noStore.message())
                .isEqualTo("namespace '" + cluster.name()
                        + "' has no PersistentVolumeClaim 'store' to store data versions and models in:"
                        + " create one");
        assertThat(noStore.phase()).isEqualTo(DatasetVersionStatus.Phase.PENDING);

        cluster.createStoreClaim();
        DatasetVersionStatus noSource = dataset("houses-1", has("Ready", "SourceNotFound"));
        assertThat(noSource.message())
                .isEqualTo("ConfigMap 'houses' (spec.source.configMap.name) does not exist in this namespace");

        createConfigMap("houses", "houses.csv", "price,area\n1,2\n");
        assertThat(job("houses-1").getMetadata().getOwnerReferences().get(0).getKind())
                .isEqualTo("DatasetVersion");
    }

    @Test
    void bringsAVersionToReadyAndARunFromWaitingToSucceeded() {
        cluster.createStoreClaim();
        createConfigMap("houses", "houses.csv", "price,area\n1,2\n");
        startOperator();
        createRun("run-a", "houses-1", "");
        assertThat(run("run-a", has("Ready", "DatasetNotFound")).message())
                .isEqualTo("DatasetVersion 'houses-1' (spec.dataset.name) does not exist in this namespace");

        createDataset("houses-1");
        run("run-a", has("Ready", "DatasetNotReady"));
        Pod ingest = kubelet.podOf(job("houses-1"));
        kubelet.run(ingest);
        dataset("houses-1", status -> status.phase() == DatasetVersionStatus.Phase.INGESTING);
        kubelet.end(ingest, Summaries.ingested());
        DatasetVersionStatus ready = dataset("houses-1", status -> status.phase() == DatasetVersionStatus.Phase.READY);
        assertThat(ready.digest()).isEqualTo(Summaries.ROWS.value());
        assertThat(ready.conditions())
                .extracting(Condition::type, Condition::status, Condition::reason)
                .containsExactly(
                        tuple("Ready", Condition.Status.TRUE, "Ingested"),
                        tuple("Finished", Condition.Status.TRUE, "Ingested"),
                        tuple("TestsPassed", Condition.Status.TRUE, "TestsPassed"));

        Pod training = kubelet.podOf(job("run-a"));
        kubelet.run(training);
        run("run-a", status -> status.phase() == TrainingRunStatus.Phase.RUNNING);
        kubelet.end(training, Summaries.trained());
        TrainingRunStatus succeeded = run("run-a", status -> status.phase() == TrainingRunStatus.Phase.SUCCEEDED);
        assertThat(succeeded.score()).isEqualTo("rmse 24800");
        assertThat(succeeded.model().digest()).isEqualTo(Summaries.MODEL.value());
        assertThat(succeeded.lineage().datasetDigest()).isEqualTo(Summaries.ROWS.value());
        assertThat(succeeded.attempts()).isEqualTo(1);
        assertThat(dataset("houses-1", status -> !status.usedBy().isEmpty()).usedBy())
                .extracting(reference -> reference.kind() + "/" + reference.name())
                .containsExactly("TrainingRun/run-a");
    }

    @Test
    void aVersionWhoseTestsFailStallsItselfAndItsRuns() {
        cluster.createStoreClaim();
        createConfigMap("houses", "houses.csv", "price,area\n1,2\n");
        startOperator();
        createDataset("houses-1");
        createRun("run-a", "houses-1", "");
        kubelet.end(kubelet.podOf(job("houses-1")), Summaries.testsFailed());

        DatasetVersionStatus failed = dataset("houses-1", has("Stalled", "TestsFailed"));
        assertThat(failed.phase()).isEqualTo(DatasetVersionStatus.Phase.FAILED);
        assertThat(failed.digest()).isEqualTo(Summaries.ROWS.value());
        assertThat(failed.tests().failures()).hasSize(1);

        TrainingRunStatus stalled = run("run-a", has("Stalled", "DatasetFailed"));
        assertThat(stalled.message())
                .isEqualTo("spec.dataset.name: DatasetVersion 'houses-1' failed: test 'enough' failed: 100 rows,"
                        + " at least 1000 are wanted");
        assertThat(jobs("run-a")).isEmpty();
    }

    @Test
    void leavesAnObjectOfItsNameAloneAndGoesOnWhenItIsGone() {
        cluster.createStoreClaim();
        createConfigMap("houses", "houses.csv", "price,area\n1,2\n");
        startOperator();
        createDataset("houses-1");
        // Names never enter a plan: the same spec has the same key under another name.
        String suffix = job("houses-1").getMetadata().getName().substring("houses-1".length());
        createConfigMap("houses-2" + suffix, "mine", "untouched");

        createDataset("houses-2");
        DatasetVersionStatus taken = dataset("houses-2", has("Ready", "NameTaken"));
        assertThat(taken.message())
                .isEqualTo("ConfigMap 'houses-2" + suffix + "' exists and was not made by this resource: delete or"
                        + " rename it, or use another name here");
        var foreign = client.configMaps().inNamespace(cluster.name()).withName("houses-2" + suffix);
        assertThat(foreign.get().getData()).containsOnlyKeys("mine");

        foreign.delete();
        assertThat(job("houses-2")).isNotNull();
    }

    @Test
    void suspendsAndResumesWithoutASecondJobAtATime() {
        readyDataset("houses-1");
        startOperator();
        createRun("run-a", "houses-1", "");
        Job first = job("run-a");
        kubelet.run(kubelet.podOf(first));
        run("run-a", status -> status.phase() == TrainingRunStatus.Phase.RUNNING);

        suspend("run-a", true);
        TrainingRunStatus suspended = run("run-a", status -> status.phase() == TrainingRunStatus.Phase.SUSPENDED);
        assertThat(suspended.conditions()).extracting(Condition::type).containsExactly("Ready", "Finished");
        assertThat(jobs("run-a")).isEmpty();

        suspend("run-a", false);
        Job second = job("run-a");
        assertThat(second.getMetadata().getName()).isEqualTo(first.getMetadata().getName());
        assertThat(second.getMetadata().getUid())
                .isNotEqualTo(first.getMetadata().getUid());
        Pod pod = kubelet.podOf(second);
        kubelet.run(pod);
        kubelet.end(pod, Summaries.trained());
        assertThat(run("run-a", status -> status.phase() == TrainingRunStatus.Phase.SUCCEEDED)
                        .attempts())
                .isEqualTo(2);
    }

    @Test
    void anEndAbsorbsWhateverComesLater() {
        readyDataset("houses-1");
        startOperator();
        createRun("run-a", "houses-1", "");
        Job job = job("run-a");
        kubelet.end(
                kubelet.podOf(job),
                Summaries.failed(FailureReason.TRAINING_DIVERGED, "the loss became NaN in epoch 3"));
        TrainingRunStatus end = run("run-a", has("Stalled", "TrainingDiverged"));
        assertThat(end.phase()).isEqualTo(TrainingRunStatus.Phase.FAILED);

        client.resource(job).delete();
        suspend("run-a", true);
        TrainingRunStatus after = run("run-a", status -> status.observedGeneration() == 2);
        assertThat(after.phase()).isEqualTo(TrainingRunStatus.Phase.FAILED);
        assertThat(after.conditions()).isEqualTo(end.conditions());
        suspend("run-a", false);
        run("run-a", status -> status.observedGeneration() == 3);
        assertThat(jobs("run-a"))
                .allMatch(left ->
                        left.getMetadata().getUid().equals(job.getMetadata().getUid()));
    }

    @Test
    void tenRestartsMakeOneJob() {
        readyDataset("houses-1");
        Set<String> uids = new ConcurrentSkipListSet<>();
        createRun("run-a", "houses-1", "");
        Watch watch = watchJobs("run-a", uids);
        for (int restart = 0; restart < 10; restart++) {
            startOperator();
            if (restart == 5) {
                kubelet.run(kubelet.podOf(job("run-a")));
            }
            stopOperator();
        }
        startOperator();
        kubelet.end(runningPod("run-a"), Summaries.trained());
        run("run-a", status -> status.phase() == TrainingRunStatus.Phase.SUCCEEDED);
        watch.close();
        assertThat(uids).hasSize(1);
    }

    @Test
    void aReportThatWentWithItsPodIsLookedUpByTheSameStep() {
        readyDataset("houses-1");
        Job first;
        Pod pod;
        startOperator();
        createRun("run-a", "houses-1", "");
        first = job("run-a");
        pod = kubelet.podOf(first);
        stopOperator();
        kubelet.end(pod, Summaries.trained());
        client.resource(first)
                .waitUntilCondition(
                        job -> job != null
                                && job.getStatus().getConditions().stream()
                                        .anyMatch(condition -> "Complete".equals(condition.getType())),
                        SECONDS,
                        TimeUnit.SECONDS);
        client.resource(pod).delete();
        startOperator();
        Job second = client.batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withName(first.getMetadata().getName())
                .waitUntilCondition(
                        job -> job != null
                                && !job.getMetadata()
                                        .getUid()
                                        .equals(first.getMetadata().getUid()),
                        SECONDS,
                        TimeUnit.SECONDS);
        kubelet.end(kubelet.podOf(second), Summaries.trained());
        run("run-a", status -> status.phase() == TrainingRunStatus.Phase.SUCCEEDED);
    }

    @Test
    void saysWhyAPodDoesNotRun() {
        volume = HostVolume.boundTo(cluster, OperatorUnderTest.CLAIM);
        createConfigMap("houses", "houses.csv", "price,area\n1,2\n");
        readyStatus("houses-1");
        startOperator();
        createRun("run-a", "houses-1", "resources: {limits: {nvidia.com/gpu: 4}}");
        TrainingRunStatus unschedulable = run("run-a", has("Ready", "Unschedulable"));
        assertThat(unschedulable.message()).startsWith("no node has 4 free nvidia.com/gpu; 0/");
        assertThat(unschedulable.phase()).isEqualTo(TrainingRunStatus.Phase.PENDING);

        createRun("run-b", "houses-1", "");
        assertThat(run("run-b", has("Ready", "ImagePullFailed")).message())
                .startsWith("image '" + OperatorUnderTest.TRAINER + "' cannot be pulled: ");
    }

    @Test
    void saysWhyAPodIsRefused() {
        cluster.create(new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("none")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", Quantity.parse("0"))
                .endSpec()
                .build());
        client.resourceQuotas()
                .inNamespace(cluster.name())
                .withName("none")
                .waitUntilCondition(
                        quota -> quota.getStatus() != null && quota.getStatus().getHard() != null,
                        SECONDS,
                        TimeUnit.SECONDS);
        readyDataset("houses-1");
        startOperator();
        createRun("run-a", "houses-1", "");
        TrainingRunStatus refused = run("run-a", has("Ready", "Refused"));
        assertThat(refused.message())
                .startsWith("the pod cannot be created: pods \"run-a-")
                .contains("exceeded quota: none");
    }

    @Test
    void aPlanThatIsDeletedBeforeItIsReadIsMadeAnew() {
        readyDataset("houses-1");
        startOperator();
        createRun("run-a", "houses-1", "");
        Job first = job("run-a");
        String name = first.getMetadata().getName();
        kubelet.podOf(first);
        client.configMaps().inNamespace(cluster.name()).withName(name).delete();
        client.batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withName(name)
                .waitUntilCondition(
                        job -> job != null
                                && !job.getMetadata()
                                        .getUid()
                                        .equals(first.getMetadata().getUid()),
                        SECONDS,
                        TimeUnit.SECONDS);
        assertThat(client.configMaps()
                        .inNamespace(cluster.name())
                        .withName(name)
                        .get()
                        .getData())
                .containsOnlyKeys("plan.json");
    }

    private void readyDataset(String name) {
        cluster.createStoreClaim();
        readyStatus(name);
    }

    /** A version as an ingest leaves it; its status needs no operator. */
    private void readyStatus(String name) {
        createDataset(name);
        DatasetVersion version = client.resources(DatasetVersion.class)
                .inNamespace(cluster.name())
                .withName(name)
                .get();
        client.resource(version).editStatus(present -> {
            present.setStatus(client.getKubernetesSerialization()
                    .unmarshal("""
                            phase: Ready
                            digest: %s
                            view: %s
                            conditions:
                              - {type: Finished, status: "True", reason: Ingested, message: done, lastTransitionTime: "2026-01-01T00:00:00Z"}
                            """.formatted(Summaries.ROWS, Summaries.VIEW), DatasetVersionStatus.class));
            return present;
        });
    }

    private void createConfigMap(String name, String key, String text) {
        cluster.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addToData(key, text)
                .build());
    }

    private void createDataset(String name) {
        client.resource(client.getKubernetesSerialization()
                        .unmarshal("""
                                apiVersion: millrace.dev/v1alpha1
                                kind: DatasetVersion
                                metadata: {name: %s, namespace: %s}
                                spec:
                                  source: {configMap: {name: houses, key: houses.csv}}
                                  columns: [{name: price, type: number, role: label}]
                                """.formatted(name, cluster.name()), DatasetVersion.class))
                .create();
    }

    private void createRun(String name, String dataset, String further) {
        client.resource(client.getKubernetesSerialization()
                        .unmarshal("""
                                apiVersion: millrace.dev/v1alpha1
                                kind: TrainingRun
                                metadata: {name: %s, namespace: %s}
                                spec:
                                  dataset: {name: %s}
                                  model: {task: regression, layers: [{type: dense, units: 8}]}
                                  %s
                                """.formatted(name, cluster.name(), dataset, further), TrainingRun.class))
                .create();
    }

    private void suspend(String run, boolean suspend) {
        client.resources(TrainingRun.class)
                .inNamespace(cluster.name())
                .withName(run)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": " + suspend + "}}");
    }

    /** The Job of a resource, once it is there and does not go. */
    private Job job(String instance) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withLabel("app.kubernetes.io/instance", instance)
                .waitUntilCondition(
                        job -> job != null && job.getMetadata().getDeletionTimestamp() == null,
                        SECONDS,
                        TimeUnit.SECONDS);
    }

    private List<Job> jobs(String instance) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withLabel("app.kubernetes.io/instance", instance)
                .list()
                .getItems();
    }

    private Pod runningPod(String instance) {
        return client.pods()
                .inNamespace(cluster.name())
                .withLabel("app.kubernetes.io/instance", instance)
                .waitUntilCondition(
                        pod -> pod != null && "Running".equals(pod.getStatus().getPhase()), SECONDS, TimeUnit.SECONDS);
    }

    private Watch watchJobs(String instance, Set<String> uids) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withLabel("app.kubernetes.io/instance", instance)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Job job) {
                        uids.add(job.getMetadata().getUid());
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    private DatasetVersionStatus dataset(String name, Predicate<DatasetVersionStatus> wanted) {
        return client.resources(DatasetVersion.class)
                .inNamespace(cluster.name())
                .withName(name)
                .waitUntilCondition(
                        version -> version != null && version.getStatus() != null && wanted.test(version.getStatus()),
                        SECONDS,
                        TimeUnit.SECONDS)
                .getStatus();
    }

    private TrainingRunStatus run(String name, Predicate<TrainingRunStatus> wanted) {
        return client.resources(TrainingRun.class)
                .inNamespace(cluster.name())
                .withName(name)
                .waitUntilCondition(
                        run -> run != null && run.getStatus() != null && wanted.test(run.getStatus()),
                        SECONDS,
                        TimeUnit.SECONDS)
                .getStatus();
    }

    private static <S> Predicate<S> has(String type, String reason) {
        return status -> conditions(status).stream()
                .anyMatch(condition ->
                        condition.type().equals(type) && condition.reason().equals(reason));
    }

    private static List<Condition> conditions(Object status) {
        return status instanceof DatasetVersionStatus dataset
                ? dataset.conditions()
                : ((TrainingRunStatus) status).conditions();
    }
}
