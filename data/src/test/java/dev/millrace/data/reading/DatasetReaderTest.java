package dev.millrace.data.reading;

import static dev.millrace.data.Workplace.plan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Split;
import dev.millrace.data.Workplace;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.store.Documents;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatasetReaderTest {
    private static final int ROWS = 50_000;

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private IngestResult ingested() {
        StringBuilder csv = new StringBuilder("n,label\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(i).append(i % 11 == 0 ? ",\n" : ",x" + i % 3 + "\n");
        }
        workplace.file("rows.csv", csv.toString());
        return workplace.ingest(
                plan("rows.csv").label("label").split(0.6, 0.2, 0.2).build());
    }

    private static List<Double> numbers(DatasetReader reader, Split split, int batchRows) {
        List<Double> all = new ArrayList<>();
        try (RowBatches batches = reader.read(split, List.of("n"), batchRows)) {
            for (RowBatch batch = batches.next(); batch != null; batch = batches.next()) {
                assertThat(batch.rows()).isLessThanOrEqualTo(batchRows);
                Arrays.stream(batch.numbers("n")).forEach(all::add);
            }
        }
        return all;
    }

    @Test
    void theSplitsTogetherAreAllLabelledRowsInOrder() {
        try (DatasetReader reader = workplace.open(ingested())) {
            List<Double> all = new ArrayList<>();
            for (Split split : Split.values()) {
                List<Double> rows = numbers(reader, split, 1_000);
                assertThat(rows).hasSize((int) reader.rows(split)).isSorted();
                assertThat(numbers(reader, split, 7_777)).isEqualTo(rows);
                all.addAll(rows);
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ROWS)
                            .filter(i -> i % 11 != 0)
                            .mapToObj(i -> (double) i)
                            .toList());
            assertThat(reader.view().counts().unlabelled()).isEqualTo((ROWS + 10) / 11);
        }
    }

    @Test
    void unknownColumnsAreNamed() {
        try (DatasetReader reader = workplace.open(ingested())) {
            assertThatThrownBy(() -> reader.read(Split.TRAIN, List.of("m"), 10))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("the data version has no column m");
        }
    }

    @Test
    void everyCorruptedOrMissingBlobIsFoundAndNamed() throws IOException {
        IngestResult result = ingested();
        for (Digest blob : result.blobs()) {
            Path file = workplace.store().fetch(blob, workplace.source());
            byte[] bytes = Files.readAllBytes(file);
            boolean hashes = DatasetReader.manifest(
                            workplace.store(), result.summary().digest())
                    .chunks()
                    .stream()
                    .anyMatch(chunk -> chunk.rowHashes().equals(blob));
            if (hashes) {
                continue; // Only a diff reads row hashes.
            }
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
            assertThatThrownBy(() -> workplace.open(result))
                    .isInstanceOf(ContentCorrupted.class)
                    .hasMessageContaining(blob.value());
            Files.delete(file);
            assertThatThrownBy(() -> workplace.open(result))
                    .isInstanceOf(ContentMissing.class)
                    .hasMessageContaining(blob.value());
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
        workplace.open(result).close();
    }

    @Test
    void aManifestOfOtherRowsIsFound() {
        IngestResult result = ingested();
        Digest digest = result.summary().digest();
        String key = Documents.datasetManifest(digest);
        byte[] manifest = workplace.store().document(key).orElseThrow();

        workplace
                .store()
                .putDocument(
                        key,
                        new String(manifest, UTF_8)
                                .replaceFirst("\"rows\":\\d", "\"rows\":1")
                                .getBytes(UTF_8));
        assertThatThrownBy(() -> DatasetReader.manifest(workplace.store(), digest))
                .isInstanceOf(ContentCorrupted.class)
                .hasMessageEndingWith("does not describe the rows of " + digest);

        workplace.store().putDocument(key, "{".getBytes(UTF_8));
        assertThatThrownBy(() -> DatasetReader.manifest(workplace.store(), digest))
                .isInstanceOf(ContentCorrupted.class);

        workplace.store().deleteDocument(key);
        assertThatThrownBy(() -> DatasetReader.manifest(workplace.store(), digest))
                .isInstanceOf(ContentMissing.class)
                .hasMessageStartingWith("data version " + digest + " is not in the store: ");
    }
}
