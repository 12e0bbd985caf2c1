package dev.millrace.operator.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.training.TrainingRunStatus.Phase;
import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.cluster.Kubelet;
import dev.millrace.operator.cluster.Summaries;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is killed, deleted or in the way: a step goes on, and is done once. */
class StepRecoveryTest {
    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final Houses houses = new Houses(cluster);
    private Kubelet kubelet;

    @BeforeEach
    void start() {
        kubelet = new Kubelet(cluster.client());
        cluster.createStoreClaim();
    }

    @Test
    void tenRestartsMakeOneJob() {
        houses.createReadyDataset();
        houses.createRun("run-a");
        Set<String> uids = new ConcurrentSkipListSet<>();
        Watch watch = houses.watchJobs("run-a", new Collector(uids));
        Pod pod = null;
        for (int restart = 0; restart < 10; restart++) {
            cluster.startOperator();
            if (restart == 5) {
                pod = kubelet.podOf(houses.job("run-a"));
                kubelet.run(pod);
            }
            cluster.stopOperator();
        }
        cluster.startOperator();
        kubelet.end(pod, Summaries.trained());
        houses.run("run-a", Phase.SUCCEEDED);
        watch.close();
        assertThat(uids).hasSize(1);
    }

    private record Collector(Set<String> uids) implements Watcher<Job> {
        @Override
        public void eventReceived(Action action, Job job) {
            uids.add(job.getMetadata().getUid());
        }

        @Override
        public void onClose(WatcherException cause) {}
    }

    @Test
    void aReportThatWentWithItsPodIsLookedUpByTheSameStep() {
        houses.createReadyDataset();
        cluster.startOperator();
        houses.createRun("run-a");
        Job first = houses.job("run-a");
        Pod pod = kubelet.podOf(first);
        cluster.stopOperator();
        kubelet.end(pod, Summaries.trained());
        cluster.await(Job.class, first.getMetadata().getName(), job -> job.getStatus().getConditions().stream()
                .anyMatch(condition -> "Complete".equals(condition.getType())));
        cluster.delete(Pod.class, pod.getMetadata().getName());

        cluster.startOperator();

        Job second = cluster.awaitAnother(first, Job.class);
        kubelet.end(kubelet.podOf(second), Summaries.trained());
        houses.run("run-a", Phase.SUCCEEDED);
    }

    @Test
    void aPlanThatIsDeletedBeforeItIsReadIsMadeAnew() {
        houses.createReadyDataset();
        cluster.startOperator();
        houses.createRun("run-a");
        Job first = houses.job("run-a");
        kubelet.podOf(first);

        cluster.delete(ConfigMap.class, first.getMetadata().getName());

        cluster.awaitAnother(first, Job.class);
        assertThat(cluster.await(ConfigMap.class, first.getMetadata().getName()).getData())
                .containsOnlyKeys("plan.json");
    }

    @Test
    void leavesAnObjectOfItsNameAloneAndGoesOnWhenItIsGone() {
        houses.createSource();
        cluster.startOperator();
        houses.createDataset("houses-1");
        // Names never enter a plan: the same spec has the same key under another name.
        String suffix = houses.job("houses-1").getMetadata().getName().substring("houses-1".length());
        String taken = "houses-2" + suffix;
        cluster.createConfigMap(taken, "mine", "untouched");

        houses.createDataset("houses-2");

        assertThat(houses.dataset("houses-2", "Ready", "NameTaken").message())
                .isEqualTo("ConfigMap '" + taken + "' exists and was not made by this resource: delete or"
                        + " rename it, or use another name here");
        assertThat(cluster.await(ConfigMap.class, taken).getData()).containsOnlyKeys("mine");

        cluster.delete(ConfigMap.class, taken);
        assertThat(houses.job("houses-2")).isNotNull();
    }
}
