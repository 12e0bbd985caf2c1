package dev.millrace.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.contract.report.CollectionSummary;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentMissing;
import dev.millrace.store.collection.Collection;
import dev.millrace.store.collection.Volume;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Whole collections of a store in S3. */
class S3CollectionTest {
    private static final int ROUNDS = 8;
    private static final List<String> ROWS =
            IntStream.range(0, 6).mapToObj(i -> "rows " + i).toList();

    private static S3Server server;

    @BeforeAll
    static void start() {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Volume store(String bucket) {
        Store store = S3Store.open(URI.create("s3://" + bucket + "/team"), server.connection());
        return new Volume(Path.of("/"), store);
    }

    private static Volume newStore(String bucket) {
        server.createBucket(bucket);
        return store(bucket);
    }

    private static List<String> objects(String bucket) {
        return server.keys(bucket).stream().filter(key -> !key.endsWith("/")).toList();
    }

    @Test
    void freesAllThatNothingLiveReachesAndKeepsTheRest() {
        Volume store = newStore("collected");
        LiveDataset live = store.version("rows");
        store.version("rows");
        store.model("weights", store.version("other rows"));
        store.version("other rows");
        server.age("collected");

        CollectionSummary summary = Collection.run(store.store(), Volume.plan(live), () -> {});

        assertThat(summary.removedBlobs()).isEqualTo(6);
        assertThat(summary.removedDocuments()).isEqualTo(3);
        assertThat(summary.liveBlobs()).isEqualTo(5);
        assertThat(summary.missing()).isEmpty();
        Volume.blobs("rows").forEach(store.store()::verify);
        assertThat(objects("collected"))
                .as("five blobs with renewals, and a manifest")
                .hasSize(11);

        assertThat(Collection.run(store.store(), Volume.plan(new LiveDataset[0]), () -> {})
                        .freedBytes())
                .isPositive();
        assertThat(objects("collected")).isEmpty();
    }

    @Test
    void takesAwayWhatKilledWritersAndRemoversLeft() {
        Volume store = newStore("abandoned");
        server.put("abandoned", "team/" + Documents.blob(Digest.of("gone")) + Condemned.RENEWED, new byte[0]);
        server.put("abandoned", "team/condemned/blobs/sha256/ab/x/1", new byte[0]);
        server.age("abandoned");
        server.put("abandoned", "team/condemned/blobs/sha256/ab/x/2", new byte[0]);

        Collection.run(store.store(), Volume.plan(new LiveDataset[0]), () -> {});

        assertThat(objects("abandoned")).containsExactly("team/condemned/blobs/sha256/ab/x/2");
    }

    @Test
    void abortsUploadsThatBeganBeforeTheGracePeriod() {
        newStore("uploads");
        S3Client client = server.connection().client();
        client.createMultipartUpload(request -> request.bucket("uploads").key("team/blobs/sha256/ab/x"));
        Store store = store("uploads").store();

        store.sweep(Volume.KEEP_SINCE).removeAbandoned();
        assertThat(server.unfinishedUploads("uploads")).isOne();

        store.sweep(Volume.KEEP_SINCE.plusSeconds(1_000_000_000)).removeAbandoned();
        assertThat(server.unfinishedUploads("uploads")).isZero();
    }

    @Test
    void writersThatTakeUpGarbageWhileItIsSweptHaveItAllAtTheEnd() throws Exception {
        Volume store = newStore("busy");
        LiveDataset served = store.version("rows that are served");
        AtomicLong swept = new AtomicLong();
        Callable<Object> sweep =
                () -> swept.addAndGet(Collection.run(store("busy").store(), Volume.plan(served), () -> {})
                        .removedBlobs());
        for (int round = 0; round < ROUNDS; round++) {
            ROWS.forEach(store::version);
            server.age("busy");
            together(List.of(
                    () -> write(ROWS), () -> write(ROWS.subList(3, 6)), () -> findAgain(ROWS.get(3)), sweep, sweep));

            for (String rows : ROWS) {
                Volume.blobs(rows).forEach(store.store()::verify);
                assertThat(store.store().document(Documents.datasetManifest(Digest.of("digest of " + rows))))
                        .as("manifest of %s in round %d", rows, round)
                        .isPresent();
            }
            Volume.blobs("rows that are served").forEach(store.store()::verify);
        }
        assertThat(swept.get()).as("blobs that were swept").isPositive();
        assertThat(objects("busy")).noneMatch(key -> key.startsWith("team/condemned/"));
    }

    private static Object write(List<String> versions) {
        Volume store = store("busy");
        versions.forEach(store::version);
        return versions;
    }

    private static Object findAgain(String rows) {
        Volume store = store("busy");
        try {
            for (Digest blob : Volume.blobs(rows)) {
                store.store().renew(blob);
                store.store().verify(blob);
            }
        } catch (ContentMissing e) {
            store.version(rows);
        }
        return rows;
    }

    private static void together(List<Callable<Object>> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Future<Object>> running = new ArrayList<>();
            all.forEach(one -> running.add(threads.submit(one)));
            for (Future<Object> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
