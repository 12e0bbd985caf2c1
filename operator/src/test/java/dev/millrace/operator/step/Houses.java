package dev.millrace.operator.step;

import dev.millrace.api.v1alpha1.Condition;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.cluster.Summaries;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Data versions of houses and training runs on them, and the Jobs that they lead to. */
final class Houses {
    static final String DATASET = "houses-1";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final long SECONDS = 30;

    private final ScratchNamespace cluster;

    Houses(ScratchNamespace cluster) {
        this.cluster = cluster;
    }

    void createSource() {
        cluster.createConfigMap("houses", "houses.csv", "price,area\n1,2\n");
    }

    void createDataset(String name) {
        cluster.create(DatasetVersion.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: %s}
                spec:
                  source: {configMap: {name: houses, key: houses.csv}}
                  columns: [{name: price, type: number, role: label}]
                """.formatted(name));
    }

    /** A version as an ingest leaves it, before an operator sees it: what is over is not touched. */
    void createReadyDataset() {
        createDataset(DATASET);
        cluster.play(DatasetVersion.class, DATASET, version -> {
            version.setStatus(
                    Serialization.unmarshal("""
                    phase: Ready
                    digest: %s
                    view: %s
                    conditions:
                      - {type: Finished, status: "True", reason: Ingested, message: done, lastTransitionTime: "2026-01-01T00:00:00Z"}
                    """.formatted(Summaries.ROWS, Summaries.VIEW), DatasetVersionStatus.class));
            return version;
        });
    }

    void createRun(String name) {
        createRun(name, "");
    }

    /** @param further fields of the spec */
    void createRun(String name, String further) {
        cluster.create(TrainingRun.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: %s}
                spec:
                  dataset: {name: %s}
                  model: {task: regression, layers: [{type: dense, units: 8}]}
                  %s
                """.formatted(name, DATASET, further));
    }

    void suspend(String run, boolean suspend) {
        cluster.client()
                .resources(TrainingRun.class)
                .inNamespace(cluster.name())
                .withName(run)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": " + suspend + "}}");
    }

    /** Waits for the Job of a version or run that does not go. */
    Job job(String instance) {
        return jobsOf(instance)
                .waitUntilCondition(
                        job -> job != null && job.getMetadata().getDeletionTimestamp() == null,
                        SECONDS,
                        TimeUnit.SECONDS);
    }

    List<Job> jobs(String instance) {
        return jobsOf(instance).list().getItems();
    }

    Watch watchJobs(String instance, Watcher<Job> watcher) {
        return jobsOf(instance).watch(watcher);
    }

    private FilterWatchListDeletable<Job, JobList, ScalableResource<Job>> jobsOf(String instance) {
        return cluster.client().batch().v1().jobs().inNamespace(cluster.name()).withLabel(INSTANCE, instance);
    }

    /** Waits for a version's status. */
    DatasetVersionStatus dataset(String name, Predicate<DatasetVersionStatus> wanted) {
        return cluster.await(
                        DatasetVersion.class,
                        name,
                        version -> version.getStatus() != null && wanted.test(version.getStatus()))
                .getStatus();
    }

    /** Waits for a version's condition of that reason. */
    DatasetVersionStatus dataset(String name, String condition, String reason) {
        return dataset(name, status -> has(status.conditions(), condition, reason));
    }

    /** Waits for a run's status. */
    TrainingRunStatus run(String name, Predicate<TrainingRunStatus> wanted) {
        return cluster.await(TrainingRun.class, name, run -> run.getStatus() != null && wanted.test(run.getStatus()))
                .getStatus();
    }

    /** Waits for a run's phase. */
    TrainingRunStatus run(String name, TrainingRunStatus.Phase phase) {
        return run(name, status -> status.phase() == phase);
    }

    /** Waits for a run's condition of that reason. */
    TrainingRunStatus run(String name, String condition, String reason) {
        return run(name, status -> has(status.conditions(), condition, reason));
    }

    private static boolean has(List<Condition> conditions, String type, String reason) {
        return conditions.stream()
                .anyMatch(condition ->
                        condition.type().equals(type) && condition.reason().equals(reason));
    }
}
