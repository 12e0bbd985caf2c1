package dev.millrace.operator.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.operator.collection.LiveObjects.WaitedFor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RootsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration GRACE = Duration.ofHours(1);
    private static final LiveObjects NOTHING = new LiveObjects(List.of(), List.of(), List.of(), List.of(), List.of());

    private static Digest digest(String of) {
        return Digest.of(of);
    }

    private static <T> List<T> objects(Class<T> kind, String status) {
        return List.of(Serialization.unmarshal("status:\n" + status, kind), Serialization.unmarshal("spec: {}", kind));
    }

    @Test
    void allThatObjectsNameIsLive() {
        IngestPlan ingest = new IngestPlan(
                new SourcePlan.VolumePath("raw", "*.csv"),
                null,
                null,
                false,
                List.of(),
                SplitPlan.byHash(List.of(), new SplitPlan.Fractions(0.7, 0.15, 0.15), 7),
                List.of(),
                digest("parent"),
                digest("parent's view"),
                "trainer:1");
        LiveObjects live = new LiveObjects(
                objects(DatasetVersion.class, "  {digest: %s, view: %s}".formatted(digest("rows"), digest("view"))),
                objects(
                        TrainingRun.class,
                        "  {model: {digest: %s}, lineage: {datasetDigest: %s, specDigest: %s}}"
                                .formatted(digest("model"), digest("deleted version"), digest("step"))),
                List.of(new WaitedFor(ingest, NOON.minusSeconds(7200))),
                objects(ModelDeployment.class, """
                          stable: {modelDigest: %s}
                          candidate: {modelDigest: %s}
                          history: [{modelDigest: %s}]
                        """.formatted(digest("stable"), digest("candidate"), digest("past"))),
                objects(Pipeline.class, "  {promoted: {modelDigest: %s}}".formatted(digest("promoted"))));

        CollectionPlan plan = Roots.plan(live, NOON, GRACE);

        assertThat(plan.keepSince())
                .as("an hour before the step that somebody waits for")
                .isEqualTo("2026-01-01T09:00:00Z");
        assertThat(plan.datasets())
                .containsExactlyInAnyOrder(
                        new LiveDataset(digest("rows"), digest("view")),
                        new LiveDataset(digest("deleted version"), null),
                        new LiveDataset(digest("parent"), digest("parent's view")));
        assertThat(plan.models())
                .containsExactlyElementsOf(new TreeSet<>(List.of(
                        digest("model"), digest("stable"), digest("candidate"), digest("past"), digest("promoted"))));
        assertThat(plan.steps()).containsExactlyInAnyOrder(digest("step"), ingest.key());
    }

    @Test
    void onlyWhatIsNoLongerNamedMakesACollectionDue() {
        CollectionPlan before = Roots.plan(version("rows"), NOON, GRACE);
        CollectionPlan later = Roots.plan(NOTHING, NOON, GRACE);

        assertThat(Roots.vanished(before, later)).isTrue();
        assertThat(Roots.vanished(later, before)).isFalse();
        assertThat(Roots.vanished(before, Roots.plan(version("rows"), NOON.plus(GRACE), GRACE)))
                .isFalse();
        assertThat(Roots.vanished(before, Roots.plan(version("other rows"), NOON, GRACE)))
                .isTrue();
    }

    private static LiveObjects version(String rows) {
        return new LiveObjects(
                objects(DatasetVersion.class, "  {digest: %s}".formatted(digest(rows))),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
