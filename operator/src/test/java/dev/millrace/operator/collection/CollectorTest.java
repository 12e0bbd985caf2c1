package dev.millrace.operator.collection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.contract.report.CollectionSummary;
import dev.millrace.operator.OperatorUnderTest;
import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.cluster.Kubelet;
import dev.millrace.operator.cluster.Summaries;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import dev.millrace.operator.configuration.S3Store;
import dev.millrace.operator.event.Events;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CollectorTest {
    private static final String COMPONENT = "millrace-collection";

    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Instant now = Instant.now();
    private Collector collector;

    @BeforeEach
    void start() {
        collector = collector(OperatorUnderTest.configuration(cluster.name()));
    }

    private Collector collector(OperatorConfiguration configuration) {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new Collector(
                cluster.client(),
                configuration,
                new Events(cluster.client(), "test", clock, Runnable::run),
                metrics,
                clock);
    }

    private List<Job> look() {
        now = now.plus(Duration.ofMinutes(1));
        collector.tick();
        return cluster
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(cluster.name())
                .withLabel("app.kubernetes.io/name", COMPONENT)
                .list()
                .getItems()
                .stream()
                .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private CollectionPlan plan(Job job) {
        ConfigMap plan = cluster.client()
                .configMaps()
                .inNamespace(cluster.name())
                .withName(job.getMetadata().getName())
                .get();
        assertThat(plan.getMetadata().getOwnerReferences()).singleElement().matches(owner -> owner.getUid()
                .equals(job.getMetadata().getUid()));
        return Json.read(plan.getData().get("plan.json"), CollectionPlan.class);
    }

    private void createVersion() {
        cluster.create(DatasetVersion.class, """
                apiVersion: millrace.dev/v1alpha1
                kind: DatasetVersion
                metadata: {name: houses-1}
                spec: {source: {configMap: {name: houses, key: houses.csv}}}
                """);
        cluster.play(DatasetVersion.class, "houses-1", version -> {
            version.setStatus(Serialization.unmarshal(
                    "digest: %s\nview: %s".formatted(Summaries.ROWS, Summaries.VIEW), DatasetVersionStatus.class));
            return version;
        });
    }

    private Job ended(Job job, CollectionSummary summary) {
        Kubelet kubelet = new Kubelet(cluster.client());
        kubelet.end(kubelet.podOf(job), Json.text(summary));
        return Objects.requireNonNull(cluster.client()
                .resource(job)
                .waitUntilCondition(
                        one -> one.getStatus().getConditions().stream()
                                .anyMatch(condition -> "Complete".equals(condition.getType())),
                        30,
                        TimeUnit.SECONDS));
    }

    @Test
    void aNamespaceIsCollectedOnceAndAgainWhenSomethingWasDeleted() {
        assertThat(look()).as("without a store").isEmpty();
        cluster.createStoreClaim();
        createVersion();

        Job first = look().get(0);

        assertThat(plan(first).datasets()).containsExactly(new LiveDataset(Summaries.ROWS, Summaries.VIEW));
        assertThat(look()).as("while it has not ended").hasSize(1);

        ended(first, new CollectionSummary(5000, 3, 1, 12, 0, List.of()));
        assertThat(look()).as("nothing was deleted").hasSize(1);
        assertThat(metrics.get("millrace.collection.freed").counter().count()).isEqualTo(5000);
        assertThat(events(first))
                .containsExactly("Normal Collected: freed 5000 bytes: 3 blobs and 1 documents that"
                        + " nothing live reaches; 12 blobs are live, 0 too young to judge");

        cluster.client()
                .resources(DatasetVersion.class)
                .inNamespace(cluster.name())
                .withName("houses-1")
                .delete();
        List<Job> second = look();
        assertThat(second).hasSize(1).doesNotContain(first);
        assertThat(plan(second.get(0)).datasets()).isEmpty();
    }

    @Test
    void whatLiveObjectsMissIsTold() {
        cluster.createStoreClaim();
        Job job = look().get(0);

        ended(job, new CollectionSummary(0, 0, 0, 0, 0, List.of(Digest.of("lost"))));
        look();

        assertThat(events(job))
                .containsExactly(
                        "Warning Collected: freed 0 bytes: 0 blobs and 0 documents that nothing live reaches; 0"
                                + " blobs are live, 0 too young to judge. Objects name what is not in the store: "
                                + Digest.of("lost"));
    }

    @Test
    void aJobWhoseOperatorDiedBeforeItMadeThePlanIsReplaced() {
        cluster.createStoreClaim();
        CollectionPlan lost = new CollectionPlan("2026-01-01T00:00:00Z", List.of(), List.of(), List.of());
        Job halfMade = cluster.client()
                .resource(CollectionObjects.job(cluster.name(), lost, OperatorUnderTest.configuration(cluster.name())))
                .create();

        List<Job> jobs = look();

        assertThat(jobs).singleElement().isNotEqualTo(halfMade).satisfies(job -> assertThat(plan(job))
                .isNotEqualTo(lost));
    }

    @Test
    void aNamespaceWhoseStoreIsInABucketIsCollectedWithItsCredentials() {
        collector = collector(withBucket(null));
        assertThat(look()).as("without objects").isEmpty();
        createVersion();

        PodSpec pod = look().get(0).getSpec().getTemplate().getSpec();

        Container container = pod.getContainers().get(0);
        assertThat(container.getArgs()).contains("s3://models/millrace/namespaces/" + cluster.name());
        assertThat(container.getEnv())
                .extracting(EnvVar::getName)
                .contains("MILLRACE_S3_ACCESS_KEY_ID", "MILLRACE_S3_SECRET_ACCESS_KEY");
        assertThat(pod.getVolumes()).extracting(Volume::getName).containsExactly("plan", "tmp");

        cluster.client()
                .resources(DatasetVersion.class)
                .inNamespace(cluster.name())
                .withName("houses-1")
                .delete();
        ended(look().get(0), new CollectionSummary(0, 0, 0, 5, 0, List.of()));
        assertThat(plan(look().get(0)).datasets())
                .as("without objects, known by the collection before")
                .isEmpty();
    }

    @Test
    void aRootThatNamespacesMayShareIsLeftAlone() {
        collector = collector(withBucket("shared"));
        createVersion();

        assertThat(look()).isEmpty();
    }

    private OperatorConfiguration withBucket(@Nullable String root) {
        OperatorConfiguration usual = OperatorUnderTest.configuration(cluster.name());
        S3Store bucket = new S3Store(
                "s3://models/millrace", List.of(), root, null, List.of(), null, null, "millrace-store", null);
        return new OperatorConfiguration(
                usual.images(),
                new Store(usual.store().claimName(), List.of(bucket)),
                usual.namespaces(),
                usual.ingest(),
                usual.training(),
                usual.serving(),
                usual.scratchSize(),
                usual.jobTtlSeconds(),
                usual.sourceNetworks(),
                usual.collection());
    }

    private List<String> events(Job job) {
        return cluster.client().events().v1().events().inNamespace(cluster.name()).list().getItems().stream()
                .filter(event ->
                        job.getMetadata().getUid().equals(event.getRegarding().getUid()))
                .filter(event -> event.getReason().startsWith("Collect"))
                .map((Event event) -> event.getType() + " " + event.getReason() + ": " + event.getNote())
                .toList();
    }
}
