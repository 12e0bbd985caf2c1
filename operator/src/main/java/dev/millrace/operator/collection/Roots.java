package dev.millrace.operator.collection;

import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentStatus.Revision;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.StepPlan;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.operator.collection.LiveObjects.WaitedFor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What live objects name in a store. */
final class Roots {
    private final Set<LiveDataset> datasets = new TreeSet<>(Comparator.comparing(LiveDataset::digest)
            .thenComparing(LiveDataset::view, Comparator.nullsFirst(Comparator.naturalOrder())));
    private final Set<Digest> models = new TreeSet<>();
    private final Set<Digest> steps = new TreeSet<>();

    private Roots() {}

    /**
     * The plan of a collection.
     *
     * @param listed the time before the objects were listed
     * @param grace for objects that came since, and for clocks that differ
     */
    static CollectionPlan plan(LiveObjects live, Instant listed, Duration grace) {
        Roots roots = new Roots();
        live.versions().forEach(version -> roots.add(version.getStatus()));
        live.runs().forEach(run -> roots.add(run.getStatus()));
        live.steps().forEach(step -> roots.add(step.plan()));
        live.deployments().forEach(deployment -> roots.add(deployment.getStatus()));
        live.pipelines().stream()
                .filter(pipeline ->
                        pipeline.getStatus() != null && pipeline.getStatus().promoted() != null)
                .forEach(pipeline ->
                        roots.addModel(pipeline.getStatus().promoted().modelDigest()));
        Instant earliest = live.steps().stream()
                .map(WaitedFor::begun)
                .filter(listed::isAfter)
                .min(Comparator.naturalOrder())
                .orElse(listed);
        return new CollectionPlan(
                earliest.minus(grace).toString(),
                List.copyOf(roots.datasets),
                List.copyOf(roots.models),
                List.copyOf(roots.steps));
    }

    /** Whether something that an earlier collection kept is named by nobody any more. */
    static boolean vanished(CollectionPlan before, CollectionPlan now) {
        return !(Set.copyOf(now.datasets()).containsAll(before.datasets())
                && Set.copyOf(now.models()).containsAll(before.models())
                && Set.copyOf(now.steps()).containsAll(before.steps()));
    }

    private void add(@Nullable DatasetVersionStatus version) {
        if (version != null && version.digest() != null) {
            datasets.add(new LiveDataset(
                    new Digest(version.digest()), version.view() == null ? null : new Digest(version.view())));
        }
    }

    private void add(@Nullable TrainingRunStatus run) {
        if (run == null) {
            return;
        }
        if (run.model() != null) {
            addModel(run.model().digest());
        }
        if (run.lineage() != null) {
            datasets.add(new LiveDataset(new Digest(run.lineage().datasetDigest()), null));
            if (run.lineage().specDigest() != null) {
                steps.add(new Digest(run.lineage().specDigest()));
            }
        }
    }

    /** What a step reads. */
    private void add(StepPlan plan) {
        steps.add(plan.key());
        if (plan instanceof TrainPlan training) {
            datasets.add(new LiveDataset(training.dataset(), training.view()));
        }
        if (plan instanceof IngestPlan ingest && ingest.parent() != null) {
            datasets.add(new LiveDataset(ingest.parent(), ingest.parentView()));
        }
    }

    private void add(@Nullable ModelDeploymentStatus deployment) {
        if (deployment == null) {
            return;
        }
        List<String> digests = new ArrayList<>();
        Stream.of(deployment.stable(), deployment.candidate())
                .filter(Objects::nonNull)
                .map(Revision::modelDigest)
                .forEach(digests::add);
        deployment.history().forEach(revision -> digests.add(revision.modelDigest()));
        if (deployment.lineage() != null) {
            digests.add(deployment.lineage().modelDigest());
        }
        digests.forEach(this::addModel);
    }

    private void addModel(String digest) {
        models.add(new Digest(digest));
    }
}
