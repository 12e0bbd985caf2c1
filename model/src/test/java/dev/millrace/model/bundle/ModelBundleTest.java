package dev.millrace.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.model.SampleModel;
import dev.millrace.model.inference.Columns;
import dev.millrace.model.inference.GraphSession;
import dev.millrace.model.inference.Outputs;
import dev.millrace.model.network.WeightsFile;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
    @TempDir
    Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(folder.toUri());
    }

    @Test
    void comesBackAsItWasWritten() {
        ModelBundle written = SampleModel.everyType(store);

        ModelBundle read = ModelBundle.open(store, written.manifest().digest());

        assertThat(read.manifest()).isEqualTo(written.manifest());
        assertThat(read.manifest().task()).isEqualTo(Task.BINARY);
        assertThat(Digest.of(read.graph()))
                .isEqualTo(read.manifest().files().get(ModelManifest.GRAPH).digest());
        assertThat(read.profile().columns()).hasSameSizeAs(read.manifest().inputs());
        assertThat(read.blobs()).hasSize(3).allSatisfy(blob -> assertThat(store.verify(blob))
                .isPositive());
    }

    @Test
    void hasTheSameBytesWheneverItIsWritten() throws IOException {
        ModelManifest first = SampleModel.numbers(store, 20).manifest();
        byte[] manifest =
                store.document(Documents.modelManifest(first.digest())).orElseThrow();

        ModelManifest second = SampleModel.numbers(store, 20).manifest();

        assertThat(second).isEqualTo(first);
        assertThat(store.document(Documents.modelManifest(second.digest()))).contains(manifest);
    }

    @Test
    void answersAsItsManifestSays() {
        ModelBundle bundle = SampleModel.everyType(store);
        Columns columns = new Columns(3)
                .withNumbers("area", new double[] {0.5, Double.NaN, 1e300})
                .withNumbers("rooms", new double[] {1, 2, Double.NaN})
                .withNumbers("garden", new double[] {1, 0, Double.NaN})
                .withNumbers("sold", new double[] {1732171234000000.0, Double.NaN, 0})
                .withTexts("street", new String[] {"Pave", "", "never seen"});

        try (GraphSession session = new GraphSession(bundle.graph())) {
            Outputs outputs = session.run(columns);

            List<String> prediction = outputs.texts(ModelManifest.PREDICTION);
            FloatBuffer probabilities = outputs.floats(ModelManifest.PROBABILITIES);
            assertThat(probabilities.remaining()).isEqualTo(2 * 3);
            for (int row = 0; row < 3; row++) {
                float no = probabilities.get(2 * row);
                float yes = probabilities.get(2 * row + 1);
                assertThat(no + yes).isCloseTo(1, within(1e-6f));
                assertThat(prediction.get(row)).isEqualTo(yes > no ? "Yes" : "No");
            }
        }
    }

    @Test
    void isRefusedWhenAFileIsCorrupted() throws IOException {
        ModelBundle bundle = SampleModel.numbers(store, 3);
        Digest graph = bundle.manifest().files().get(ModelManifest.GRAPH).digest();
        byte[] bytes = store.read(graph);
        bytes[bytes.length / 2] ^= 1;
        Files.write(blob(graph), bytes);

        assertThatThrownBy(() ->
                        ModelBundle.open(store, bundle.manifest().digest()).graph())
                .isInstanceOf(ContentCorrupted.class)
                .hasMessageContaining(graph.value());
    }

    @Test
    void isRefusedWhenItsManifestIsCutOff() {
        Digest model = SampleModel.numbers(store, 3).manifest().digest();
        store.putDocument(Documents.modelManifest(model), "{\"digest\": ".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> ModelBundle.open(store, model))
                .isInstanceOf(ContentCorrupted.class)
                .hasMessageStartingWith("the manifest of model " + model + " is corrupted")
                .hasMessageContaining("it cannot be read");
    }

    @Test
    void isRefusedWhenItsManifestIsAnotherModels() {
        Digest model = SampleModel.numbers(store, 3).manifest().digest();
        ModelManifest other = SampleModel.numbers(store, 4).manifest();
        store.putDocument(Documents.modelManifest(model), Json.bytes(other));

        assertThatThrownBy(() -> ModelBundle.open(store, model))
                .isInstanceOf(ContentCorrupted.class)
                .hasMessageContaining("it describes the model " + other.digest());
    }

    @Test
    void isMissingWhereNothingWasStored() {
        Digest model = Digest.of("no model");

        assertThatThrownBy(() -> ModelBundle.open(store, model))
                .isInstanceOf(ContentMissing.class)
                .hasMessageContaining(model.value());
    }

    @Test
    void keepsTheWeightsInTheirOwnFormToo() {
        ModelBundle bundle = SampleModel.numbers(store, 3);

        byte[] weights =
                store.read(bundle.manifest().files().get(ModelManifest.WEIGHTS).digest());

        assertThat(WeightsFile.read(weights))
                .extracting(WeightsFile.Entry::name)
                .containsExactly("0.weights", "0.bias", "1.weights", "1.bias", "2.weights", "2.bias");
    }

    private Path blob(Digest digest) {
        return folder.resolve("blobs/sha256")
                .resolve(digest.hex().substring(0, 2))
                .resolve(digest.hex());
    }
}
