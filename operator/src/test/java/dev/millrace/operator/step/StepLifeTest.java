package dev.millrace.operator.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Phase;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.cluster.Kubelet;
import dev.millrace.operator.cluster.Summaries;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The way of data versions and training runs from what they wait for to their end. */
class StepLifeTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final Houses houses = new Houses(cluster);
    private Kubelet kubelet;

    @BeforeEach
    void start() {
        kubelet = new Kubelet(cluster.client());
    }

    @Test
    void waitsForTheStoreThenForTheSourceAndSaysSo() {
        cluster.startOperator();
        houses.createDataset("houses-1");
        DatasetVersionStatus noStore = houses.dataset("houses-1", "Ready", "StoreMissing");
        assertThat(noStore.message())
                .isEqualTo("namespace '" + cluster.name()
                        + "' has no PersistentVolumeClaim 'store' to store data versions and models in:"
                        + " create one");
        assertThat(noStore.phase()).isEqualTo(DatasetVersionStatus.Phase.PENDING);

        cluster.createStoreClaim();
        DatasetVersionStatus noSource = houses.dataset("houses-1", "Ready", "SourceNotFound");
        assertThat(noSource.message())
                .isEqualTo("ConfigMap 'houses' (spec.source.configMap.name) does not exist in this namespace");

        houses.createSource();
        assertThat(houses.job("houses-1")
                        .getMetadata()
                        .getOwnerReferences()
                        .get(0)
                        .getKind())
                .isEqualTo("DatasetVersion");
    }

    @Test
    void bringsAVersionToReadyAndARunFromWaitingToSucceeded() {
        cluster.createStoreClaim();
        houses.createSource();
        cluster.startOperator();
        houses.createRun("run-a");
        assertThat(houses.run("run-a", "Ready", "DatasetNotFound").message())
                .isEqualTo("DatasetVersion 'houses-1' (spec.dataset.name) does not exist in this namespace");

        houses.createDataset("houses-1");
        houses.run("run-a", "Ready", "DatasetNotReady");
        Pod ingest = kubelet.podOf(houses.job("houses-1"));
        kubelet.run(ingest);
        houses.dataset("houses-1", status -> status.phase() == DatasetVersionStatus.Phase.INGESTING);
        kubelet.end(ingest, Summaries.ingested());
        DatasetVersionStatus ready =
                houses.dataset("houses-1", status -> status.phase() == DatasetVersionStatus.Phase.READY);
        assertThat(ready.digest()).isEqualTo(Summaries.ROWS.value());
        assertThat(ready.conditions())
                .extracting(Condition::type, Condition::status, Condition::reason)
                .containsExactly(
                        tuple("Ready", Condition.Status.TRUE, "Ingested"),
                        tuple("Finished", Condition.Status.TRUE, "Ingested"),
                        tuple("TestsPassed", Condition.Status.TRUE, "TestsPassed"));

        Pod training = kubelet.podOf(houses.job("run-a"));
        kubelet.run(training);
        houses.run("run-a", Phase.RUNNING);
        kubelet.end(training, Summaries.trained());
        TrainingRunStatus succeeded = houses.run("run-a", Phase.SUCCEEDED);
        assertThat(succeeded.score()).isEqualTo("rmse 24800");
        assertThat(succeeded.model().digest()).isEqualTo(Summaries.MODEL.value());
        assertThat(succeeded.lineage().datasetDigest()).isEqualTo(Summaries.ROWS.value());
        assertThat(succeeded.attempts()).isEqualTo(1);
        assertThat(houses.dataset("houses-1", status -> !status.usedBy().isEmpty())
                        .usedBy())
                .extracting(reference -> reference.kind() + "/" + reference.name())
                .containsExactly("TrainingRun/run-a");
    }

    @Test
    void aVersionWhoseTestsFailStallsItselfAndItsRuns() {
        cluster.createStoreClaim();
        houses.createSource();
        cluster.startOperator();
        houses.createDataset("houses-1");
        houses.createRun("run-a");

        kubelet.end(kubelet.podOf(houses.job("houses-1")), Summaries.testsFailed());

        DatasetVersionStatus failed = houses.dataset("houses-1", "Stalled", "TestsFailed");
        assertThat(failed.phase()).isEqualTo(DatasetVersionStatus.Phase.FAILED);
        assertThat(failed.digest()).isEqualTo(Summaries.ROWS.value());
        assertThat(failed.tests().failures()).hasSize(1);
        assertThat(houses.run("run-a", "Stalled", "DatasetFailed").message())
                .isEqualTo("spec.dataset.name: DatasetVersion 'houses-1' failed: test 'enough' failed: 100 rows,"
                        + " at least 1000 are wanted");
        assertThat(houses.jobs("run-a")).isEmpty();
    }

    @Test
    void suspendsAndResumesWithoutASecondJobAtATime() {
        cluster.createStoreClaim();
        houses.createReadyDataset();
        cluster.startOperator();
        houses.createRun("run-a");
        Job first = houses.job("run-a");
        kubelet.run(kubelet.podOf(first));
        houses.run("run-a", Phase.RUNNING);

        houses.suspend("run-a", true);
        TrainingRunStatus suspended = houses.run("run-a", Phase.SUSPENDED);
        assertThat(suspended.conditions()).extracting(Condition::type).containsExactly("Ready", "Finished");
        assertThat(houses.jobs("run-a")).isEmpty();

        houses.suspend("run-a", false);
        Job second = cluster.awaitAnother(first, Job.class);
        Pod pod = kubelet.podOf(second);
        kubelet.run(pod);
        kubelet.end(pod, Summaries.trained());
        assertThat(houses.run("run-a", Phase.SUCCEEDED).attempts()).isEqualTo(2);
    }

    @Test
    void anEndAbsorbsWhateverComesLater() {
        cluster.createStoreClaim();
        houses.createReadyDataset();
        cluster.startOperator();
        houses.createRun("run-a");
        Job job = houses.job("run-a");
        kubelet.end(
                kubelet.podOf(job),
                Summaries.failed(FailureReason.TRAINING_DIVERGED, "the loss became NaN in epoch 3"));
        TrainingRunStatus end = houses.run("run-a", "Stalled", "TrainingDiverged");
        assertThat(end.phase()).isEqualTo(Phase.FAILED);

        cluster.delete(Job.class, job.getMetadata().getName());
        houses.suspend("run-a", true);
        TrainingRunStatus after = houses.run("run-a", status -> status.observedGeneration() == 2);
        assertThat(after.phase()).isEqualTo(Phase.FAILED);
        assertThat(after.conditions()).isEqualTo(end.conditions());

        houses.suspend("run-a", false);
        houses.run("run-a", status -> status.observedGeneration() == 3);
        assertThat(houses.jobs("run-a"))
                .allMatch(left ->
                        left.getMetadata().getUid().equals(job.getMetadata().getUid()));
    }

    @Test
    void aVersionThatIsDeletedInUseTellsByWhom() {
        cluster.createStoreClaim();
        houses.createReadyDataset();
        houses.createRun("run-a");
        cluster.startOperator("dataset");
        houses.dataset("houses-1", status -> !status.usedBy().isEmpty());

        cluster.client()
                .resources(DatasetVersion.class)
                .inNamespace(cluster.name())
                .withName("houses-1")
                .delete();

        Event warning = event("DeletedInUse");
        assertThat(warning.getType()).isEqualTo("Warning");
        assertThat(warning.getRegarding().getName()).isEqualTo("houses-1");
        assertThat(warning.getNote()).startsWith("deleted while in use by TrainingRun run-a: ");
    }

    private Event event(String reason) {
        return cluster
                .client()
                .events()
                .v1()
                .events()
                .inNamespace(cluster.name())
                .informOnCondition(events -> events.stream().anyMatch(event -> reason.equals(event.getReason())))
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .stream()
                .filter(event -> reason.equals(event.getReason()))
                .findFirst()
                .orElseThrow();
    }
}
