package dev.millrace.store.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.store.Documents;
import dev.millrace.store.Store.Stored;
import dev.millrace.store.StoreException.ContentMissing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing live is lost: not beside writers that take garbage up again, and not when a collection is killed. */
class CollectionSafetyTest {
    private static final CollectionPlan NOTHING_IS_LIVE = Volume.plan(new LiveDataset[0]);
    private static final int ROUNDS = 30;
    private static final List<String> ROWS =
            IntStream.range(0, 6).mapToObj(i -> "rows " + i).toList();

    @TempDir
    Path root;

    /** What happens at the same time: writers that make the same version, and collections for which all of it is garbage. */
    private static void together(List<Callable<?>> all) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        CyclicBarrier start = new CyclicBarrier(all.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Callable<?> one : all) {
                running.add(threads.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWriterThatTakesUpGarbageWhileItIsSweptHasItAllAtTheEnd() throws Exception {
        Volume volume = new Volume(root);
        LiveDataset served = volume.version("rows that are served");
        AtomicInteger reused = new AtomicInteger();
        AtomicInteger swept = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            ROWS.forEach(volume::version);
            volume.aged();
            together(List.of(
                    () -> write(volume, ROWS, reused),
                    () -> write(volume, ROWS.subList(3, 6), reused),
                    () -> findAgain(volume, ROWS.get(3)),
                    () -> swept.addAndGet((int) Collection.run(volume.store(), Volume.plan(served), () -> {})
                            .removedBlobs()),
                    () -> swept.addAndGet((int) Collection.run(volume.store(), Volume.plan(served), () -> {})
                            .removedBlobs()),
                    () -> {
                        Volume.blobs("rows that are served").forEach(volume.store()::verify);
                        return null;
                    }));

            for (String rows : ROWS) {
                Volume.blobs(rows).forEach(volume.store()::verify);
                assertThat(volume.store().document(Documents.datasetManifest(Digest.of("digest of " + rows))))
                        .as("manifest of %s in round %d", rows, round)
                        .isPresent();
            }
        }
        assertThat(reused.get()).as("blobs that were taken up again").isPositive();
        assertThat(swept.get()).as("blobs that were swept").isPositive();
        assertThat(root.resolve("condemned")).isEmptyDirectory();
    }

    private static Void write(Volume volume, List<String> versions, AtomicInteger reused) {
        for (String rows : versions) {
            Stored stored = volume.store().put(rows.getBytes(UTF_8));
            reused.addAndGet(stored.isNew() ? 0 : 1);
            volume.version(rows);
        }
        return null;
    }

    /** A step that was done before renews what its report names and relies on what is still there, or else does it again. */
    private static Void findAgain(Volume volume, String rows) {
        try {
            for (Digest blob : Volume.blobs(rows)) {
                volume.store().renew(blob);
                volume.store().verify(blob);
            }
        } catch (ContentMissing e) {
            volume.version(rows);
        }
        return null;
    }

    @Test
    void aCollectionThatIsKilledAnywhereIsFinishedByTheNext() throws IOException {
        for (int removals = 0; removals < 12; removals++) {
            Volume volume = new Volume(Files.createDirectories(root.resolve("store-" + removals)));
            LiveDataset live = volume.version("live");
            volume.version("garbage");
            volume.version("more garbage");
            volume.aged();
            AtomicInteger left = new AtomicInteger(removals);

            assertThatThrownBy(() -> Collection.run(volume.store(), Volume.plan(live), () -> {
                        if (left.getAndDecrement() == 0) {
                            throw new Killed();
                        }
                    }))
                    .isInstanceOf(Killed.class);
            Volume.blobs("live").forEach(volume.store()::verify);
            Collection.run(volume.store(), Volume.plan(live), () -> {});

            Volume.blobs("live").forEach(volume.store()::verify);
            assertThat(volume.files()).hasSize(6);
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void aBlobThatAKilledCollectionWasJustTakingAwayIsStillReadAndComesBack() throws IOException {
        Volume volume = new Volume(root);
        LiveDataset version = volume.version("rows");
        Path place = blobFile("rows");
        Path condemned = Files.createDirectories(root.resolve("condemned"))
                .resolve(root.relativize(place).toString().replace('/', '@'));
        Files.move(place, condemned);

        assertThat(volume.store().read(Digest.of("rows"))).asString().isEqualTo("rows");
        assertThat(volume.store().fetch(Digest.of("rows"), root)).hasContent("rows");
        Collection.run(volume.store(), Volume.plan(version), () -> {});

        assertThat(place).hasContent("rows");
        assertThat(condemned).doesNotExist();
    }

    @Test
    void garbageThatAKilledCollectionWasJustTakingAwayGoesInTheEnd() throws IOException {
        Volume volume = new Volume(root);
        volume.blob("garbage");
        Path place = blobFile("garbage");
        Path condemned = Files.createDirectories(root.resolve("condemned"))
                .resolve(root.relativize(place).toString().replace('/', '@'));
        Files.move(place, condemned);

        Collection.run(volume.store(), NOTHING_IS_LIVE, () -> {});
        volume.aged();
        Collection.run(volume.store(), NOTHING_IS_LIVE, () -> {});

        assertThat(volume.files()).isEmpty();
    }

    @Test
    void aBlobThatCameBackMeanwhileIsNotMadeOldAgain() throws IOException {
        Volume volume = new Volume(root);
        volume.blob("rows");
        Path place = blobFile("rows");
        Path condemned = Files.createDirectories(root.resolve("condemned"))
                .resolve(root.relativize(place).toString().replace('/', '@'));
        Files.copy(place, condemned);
        Files.setLastModifiedTime(condemned, FileTime.fromMillis(0));

        Collection.run(volume.store(), NOTHING_IS_LIVE, () -> {});

        assertThat(place).hasContent("rows");
        assertThat(condemned).doesNotExist();
    }

    private Path blobFile(String content) {
        String hex = Digest.of(content).hex();
        return root.resolve("blobs/sha256/" + hex.substring(0, 2) + "/" + hex);
    }
}
