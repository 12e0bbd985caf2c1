package dev.millrace.store.collection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.contract.report.CollectionSummary;
import dev.millrace.store.Documents;
import dev.millrace.store.StoreException.ContentCorrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectionTest {
    @TempDir
    Path root;

    private Volume volume;

    @BeforeEach
    void open() {
        volume = new Volume(root);
    }

    private CollectionSummary collect(CollectionPlan plan) {
        return Collection.run(volume.store(), plan, () -> {});
    }

    private void requireWhole(List<Digest> blobs) {
        blobs.forEach(blob -> assertThat(volume.store().verify(blob)).isPositive());
    }

    @Test
    void freesAllThatNothingLiveReaches() throws IOException {
        volume.version("rows");
        volume.model("weights", volume.version("other rows"));
        volume.blob("of a killed ingest");
        Files.writeString(Files.createDirectories(root.resolve("tmp")).resolve("half"), "written");
        volume.aged();
        long bytes = 0;
        for (Path file : volume.files()) {
            bytes += Files.size(file);
        }

        CollectionSummary summary = collect(Volume.plan(new LiveDataset[0]));

        assertThat(summary).isEqualTo(new CollectionSummary(bytes, 12, 4, 0, 0, List.of()));
        assertThat(volume.files()).isEmpty();
    }

    @Test
    void keepsALiveVersionAndTheBlobsThatItShares() throws IOException {
        LiveDataset kept = volume.version("rows");
        volume.report(
                Digest.of("ingest of the deleted one"), List.of(volume.blob("rows"), volume.blob("only its own")));
        volume.aged();

        CollectionSummary summary = collect(Volume.plan(kept));

        requireWhole(Volume.blobs("rows"));
        assertThat(volume.store().document(Documents.datasetManifest(kept.digest())))
                .isPresent();
        assertThat(volume.store().document(Documents.report(Digest.of("ingest of the deleted one"))))
                .isEmpty();
        assertThat(summary.removedBlobs()).isOne();
        assertThat(summary.liveBlobs()).isEqualTo(5);
    }

    @Test
    void keepsTheRowsOfALiveModelWithTheViewThatItWasTrainedOn() throws IOException {
        Digest model = volume.model("weights", volume.version("rows"));
        volume.aged();

        CollectionSummary summary = collect(Volume.plan(model));

        requireWhole(Volume.blobs("rows"));
        requireWhole(List.of(Digest.of("weights")));
        assertThat(summary.removedBlobs() + summary.removedDocuments()).isZero();
    }

    @Test
    void keepsAReportAsACacheWhileAllThatItNamesIsLive() throws IOException {
        LiveDataset kept = volume.version("rows");
        Digest step = Digest.of("ingest of the same rows");
        volume.report(step, Volume.blobs("rows"));
        volume.aged();

        collect(Volume.plan(kept));

        assertThat(volume.store().document(Documents.report(step))).isPresent();
    }

    @Test
    void keepsTheCheckpointsOfStepsThatAreThere() throws IOException {
        Digest suspended = Digest.of("suspended");
        Digest deleted = Digest.of("deleted");
        for (Digest step : List.of(suspended, deleted)) {
            volume.store().putDocument(Documents.checkpoint(step), "state".getBytes(UTF_8));
        }
        volume.aged();

        collect(new CollectionPlan(Volume.KEEP_SINCE.toString(), List.of(), List.of(), List.of(suspended)));

        assertThat(volume.store().document(Documents.checkpoint(suspended))).isPresent();
        assertThat(volume.store().document(Documents.checkpoint(deleted))).isEmpty();
        assertThat(root.resolve("runs/" + deleted.hex())).doesNotExist();
    }

    @Test
    void keepsWhatWasWrittenOrUsedLately() throws IOException {
        volume.version("rows");
        volume.aged();
        volume.store().renew(Digest.of("rows"));
        volume.blob("splits of rows");

        CollectionSummary summary = collect(Volume.plan(new LiveDataset[0]));

        requireWhole(List.of(Digest.of("rows"), Digest.of("splits of rows")));
        assertThat(summary.youngBlobs()).isEqualTo(2);
        assertThat(summary.removedBlobs()).isEqualTo(3);
    }

    @Test
    void keepsWhatAFieldNamesThatItDoesNotKnow() throws IOException {
        Digest dataset = Digest.of("rows of a later release");
        Digest unknown = volume.blob("of a later release");
        volume.store()
                .putDocument(
                        Documents.datasetManifest(dataset),
                        ("{\"later\": [{\"blob\": \"" + unknown + "\"}]}").getBytes(UTF_8));
        volume.aged();

        collect(Volume.plan(new LiveDataset(dataset, null)));

        requireWhole(List.of(unknown));
    }

    @Test
    void namesWhatIsLiveAndMissing() {
        LiveDataset lost = new LiveDataset(Digest.of("lost"), Digest.of("its view"));

        assertThat(collect(Volume.plan(lost)).missing()).containsExactly(lost.digest(), lost.view());
    }

    @Test
    void removesNothingWhereALiveManifestIsDamaged() throws IOException {
        LiveDataset damaged = volume.version("rows");
        volume.blob("garbage");
        volume.store().putDocument(Documents.datasetManifest(damaged.digest()), "{".getBytes(UTF_8));
        volume.aged();

        assertThatThrownBy(() -> collect(Volume.plan(damaged)))
                .isInstanceOf(ContentCorrupted.class)
                .hasMessageContaining("manifest.json is corrupted, so that what it refers to is not known");
        assertThat(volume.store().verify(Digest.of("garbage"))).isPositive();
    }
}
