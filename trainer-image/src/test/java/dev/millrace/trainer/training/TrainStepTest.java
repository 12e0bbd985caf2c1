package dev.millrace.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.GatePlan;
import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.Hyperparameters.ClassWeights;
import dev.millrace.contract.plan.Hyperparameters.Optimizer;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.contract.plan.ModelPlan.LabelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.contract.report.TrainSummary;
import dev.millrace.contract.report.TrainSummary.GateResult;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.trainer.step.ProgressLines;
import dev.millrace.trainer.step.StepContext;
import dev.millrace.trainer.step.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainStepTest {
    private static final int EPOCHS = 12;

    @TempDir
    static Path ingested;

    @TempDir
    Path folder;

    private static final Map<String, IngestSummary> DATA = new HashMap<>();

    private Store store;
    private final StopSignal stop = new StopSignal();

    @BeforeAll
    static void ingest() throws IOException {
        Store versions =
                Store.open(Files.createDirectories(ingested.resolve("store")).toUri());
        for (String label : List.of("price", "dear", "size")) {
            DATA.put(label, SampleData.ingest(versions, ingested, label));
        }
    }

    @BeforeEach
    void open() throws IOException {
        store = store("store");
    }

    @Test
    void makesARegressionThatIsTold() throws IOException {
        TrainPlan plan = plan(Task.REGRESSION, "price");

        StepReport report = train(plan, store);

        assertThat(report.summary().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(report.summary().plan()).isEqualTo(plan.key());
        TrainSummary training = report.summary().training();
        assertThat(training.metrics().test()).containsOnlyKeys("rmse", "mae", "mape", "r2");
        assertThat(training.metrics().test().get("r2")).isGreaterThan(0.8);
        assertThat(training.metrics().train()).containsOnlyKeys("rmse", "mae", "mape", "r2");
        assertThat(training.baselines()).containsOnlyKeys("mean", "linear");
        assertThat(training.baselines().get("mean").get("r2")).isBetween(-0.5, 0.0);
        assertThat(training.baselines().get("linear").get("r2")).isGreaterThan(0.8);
        assertThat(training.model().parity()).isBetween(0.0, 1.0);
        assertThat(training.engine()).isEqualTo("nd4j-native 1.0.0-M2.1 (openblas)");
        assertThat(training.epochs()).isBetween(1, EPOCHS);
        assertThat(training.bestEpoch()).isBetween(1, training.epochs());
        assertThat(training.warnings())
                .contains("Feature \"one\" is dropped: it is the same in every row of the train split.");

        ModelBundle bundle = ModelBundle.open(store, training.model().digest());
        assertThat(Json.text(bundle.profile())).contains("\"street\"").doesNotContain("Pave", "Grvl", "Dirt");
        ModelManifest model = bundle.manifest();
        assertThat(model.inputs())
                .extracting(ModelManifest.Input::name, ModelManifest.Input::min, ModelManifest.Input::max)
                .containsExactly(tuple("area", null, null), tuple("rooms", 1.0, 6.0), tuple("street", null, null));
        assertThat(model.ignored()).containsExactly("id", "price", "dear", "size", "one");
        assertThat(model.dataset()).isEqualTo(plan.dataset());
        assertThat(report.blobs()).hasSize(3).allSatisfy(blob -> assertThat(store.verify(blob))
                .isPositive());
        byte[] provenance =
                store.document(Documents.provenance(model.digest(), plan.key())).orElseThrow();
        assertThat(Json.tree(provenance)
                        .at("/predicate/buildDefinition/resolvedDependencies/0/digest/sha256")
                        .asText())
                .isEqualTo(plan.dataset().hex());
    }

    @Test
    void makesABinaryClassifier() throws IOException {
        TrainSummary training =
                train(plan(Task.BINARY, "dear"), store).summary().training();

        assertThat(training.metrics().test())
                .containsOnlyKeys("auc", "logLoss", "accuracy", "precision", "recall", "f1", "brier");
        assertThat(training.metrics().test().get("auc")).isGreaterThan(0.9);
        assertThat(training.baselines().get("majority").get("auc")).isEqualTo(0.5);
        assertThat(training.baselines().get("linear").get("auc")).isGreaterThan(0.9);
        assertThat(ModelBundle.open(store, training.model().digest()).manifest().classes())
                .containsExactly("No", "Yes");
    }

    @Test
    void makesAClassifierOfSeveralClasses() throws IOException {
        TrainSummary training =
                train(plan(Task.MULTICLASS, "size"), store).summary().training();

        assertThat(training.metrics().test()).containsOnlyKeys("accuracy", "macroF1", "logLoss");
        assertThat(training.metrics().test().get("accuracy")).isGreaterThan(0.7);
        assertThat(ModelBundle.open(store, training.model().digest()).manifest().classes())
                .containsExactly("large", "middle", "small");
    }

    @Test
    void makesTheSameModelOfTheSamePlan() throws IOException {
        Store other = store("other");

        assertThat(model(train(plan(Task.REGRESSION, "price"), store)))
                .isEqualTo(model(train(plan(Task.REGRESSION, "price"), other)));
    }

    @Test
    void goesOnAfterItWasStoppedToTheSameModel() throws IOException {
        Digest whole = model(train(plan(Task.REGRESSION, "price"), store));
        Store other = store("other");
        TrainPlan plan = plan(Task.REGRESSION, "price");

        // A line of progress follows every batch: the signal comes in the middle of an epoch.
        IntConsumer signal = line -> {
            if (line == 40) {
                stop.request();
            }
        };
        assertThatThrownBy(() -> train(plan, other, signal))
                .isInstanceOfSatisfying(
                        StepException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.TRANSIENT));
        assertThat(other.document(Documents.checkpoint(plan.key()))).isPresent();

        assertThat(model(train(plan, other, new StopSignal(), line -> {}))).isEqualTo(whole);
        assertThat(other.document(Documents.checkpoint(plan.key()))).isEmpty();
    }

    @Test
    void goesOnAfterItWasKilledToTheSameModel() throws IOException {
        Digest whole = model(train(plan(Task.BINARY, "dear"), store));
        Store other = store("other");
        TrainPlan plan = plan(Task.BINARY, "dear");

        IntConsumer kill = line -> {
            if (line == 60) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> train(plan, other, kill)).hasMessage("killed");
        assertThat(other.document(Documents.checkpoint(plan.key()))).isPresent();

        assertThat(model(train(plan, other))).isEqualTo(whole);
    }

    @Test
    void beginsAnewFromADamagedCheckpoint() throws IOException {
        TrainPlan plan = plan(Task.REGRESSION, "price");
        Digest whole = model(train(plan, store));
        store.putDocument(Documents.checkpoint(plan.key()), new byte[100]);

        assertThat(model(train(plan, store))).isEqualTo(whole);
    }

    @Test
    void isRejectedByAGate() throws IOException {
        TrainPlan plan = with(
                plan(Task.REGRESSION, "price"),
                List.of(new GatePlan("perfect", "rmse", null, 0.001), new GatePlan("sane", "r2", 0.0, null)));

        StepReport report = train(plan, store);

        assertThat(report.summary().outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(report.summary().reason()).isEqualTo(FailureReason.GATES_FAILED);
        assertThat(report.summary().message())
                .startsWith("Gate \"perfect\" failed: the test rmse is ")
                .endsWith(", but must be <= 0.001.");
        assertThat(report.summary().training().gates())
                .extracting(GateResult::name, GateResult::passed)
                .containsExactly(tuple("perfect", false), tuple("sane", true));
        assertThat(report.summary().training().model()).isNotNull();
    }

    @Test
    void saysWhenItDiverges() throws IOException {
        TrainPlan plan = plan(Task.REGRESSION, "price");
        TrainPlan wild = with(plan, hyperparameters(1e30, Optimizer.SGD));

        assertThatThrownBy(() -> train(wild, store))
                .isInstanceOfSatisfying(
                        StepException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.TRAINING_DIVERGED))
                .hasMessageContaining("lower spec.hyperparameters.learningRate (now 1.0E30)");
        assertThat(store.document(Documents.checkpoint(wild.key()))).isEmpty();
    }

    @Test
    void warnsOfAModelThatLearnsNothing() throws IOException {
        TrainPlan plan = with(plan(Task.REGRESSION, "price"), hyperparameters(1e-12, Optimizer.SGD));

        assertThat(train(plan, store).summary().training().warnings())
                .anyMatch(warning ->
                        warning.startsWith("The model does not beat the baseline linear on the test split: rmse "));
    }

    @Test
    void refusesAPlanThatCannotBe() throws IOException {
        TrainPlan plan = plan(Task.REGRESSION, "price");
        ModelPlan model = new ModelPlan(
                Task.REGRESSION,
                plan.model().label(),
                List.of(),
                List.of(
                        new LayerPlan(LayerType.DENSE, null, null, 1.0),
                        new LayerPlan(LayerType.BATCH_NORM, 3, null, null)));
        TrainPlan wrong = new TrainPlan(
                plan.dataset(), plan.view(), model, plan.hyperparameters(), List.of(), 1, 1, plan.image());

        assertThatThrownBy(() -> train(wrong, store))
                .hasMessage("spec.model.layers[0].units: a dense layer needs at least 1."
                        + " spec.model.layers[0].dropout: from 0 to below 1, not 1.0."
                        + " spec.model.layers[1].units: only a dense layer has units; leave them out.");
    }

    @Test
    void tellsItsProgress() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProgressLines lines = new ProgressLines(new PrintStream(out, true), new TickingClock());

        new TrainStep(Clock.systemUTC())
                .run(plan(Task.REGRESSION, "price"), context(store, plan(Task.REGRESSION, "price"), lines));

        List<String> told = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(told.get(0)).isEqualTo("progress {\"epoch\":0,\"epochs\":12,\"percent\":0}");
        assertThat(told.get(told.size() - 1))
                .contains("\"epoch\":12,\"epochs\":12")
                .contains("\"loss\":")
                .contains("\"validationLoss\":")
                .contains("\"percent\":100");
    }

    /** A store of its own with the data versions. */
    private Store store(String name) throws IOException {
        Path from = ingested.resolve("store");
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return Store.open(to.toUri());
    }

    private static Digest model(StepReport report) {
        return report.summary().training().model().digest();
    }

    private static TrainPlan plan(Task task, String label) {
        IngestSummary data = DATA.get(label);
        ModelPlan model = new ModelPlan(
                task,
                new LabelPlan(null, task == Task.REGRESSION ? LabelTransform.LOG : LabelTransform.NONE, null),
                List.of(),
                List.of(
                        new LayerPlan(LayerType.DENSE, 16, Activation.RELU, 0.05),
                        new LayerPlan(LayerType.BATCH_NORM, null, null, null)));
        return new TrainPlan(
                data.digest(),
                data.view(),
                model,
                hyperparameters(0.01, Optimizer.ADAM),
                List.of(),
                2,
                1,
                "trainer@" + Digest.of("image"));
    }

    private static Hyperparameters hyperparameters(double learningRate, Optimizer optimizer) {
        return new Hyperparameters(EPOCHS, 32, learningRate, optimizer, 1e-4, 5, EPOCHS, ClassWeights.NONE);
    }

    private static TrainPlan with(TrainPlan plan, List<GatePlan> gates) {
        return new TrainPlan(
                plan.dataset(), plan.view(), plan.model(), plan.hyperparameters(), gates, 2, 1, plan.image());
    }

    private static TrainPlan with(TrainPlan plan, Hyperparameters hyperparameters) {
        return new TrainPlan(plan.dataset(), plan.view(), plan.model(), hyperparameters, List.of(), 2, 1, plan.image());
    }

    private StepReport train(TrainPlan plan, Store store) throws IOException {
        return train(plan, store, line -> {});
    }

    private StepReport train(TrainPlan plan, Store store, IntConsumer onProgress) throws IOException {
        return train(plan, store, stop, onProgress);
    }

    private StepReport train(TrainPlan plan, Store store, StopSignal stop, IntConsumer onProgress) throws IOException {
        ProgressLines lines = new ProgressLines(new CountingStream(onProgress), new TickingClock());
        Path scratch = Files.createTempDirectory(folder, "scratch");
        TrainStep step = new TrainStep(Clock.systemUTC());
        StepContext context = new StepContext(plan.key(), store, scratch, stop, lines);
        StepReport report = step.run(plan, context);
        step.reported(context);
        return report;
    }

    private StepContext context(Store store, TrainPlan plan, ProgressLines lines) throws IOException {
        return new StepContext(plan.key(), store, Files.createTempDirectory(folder, "scratch"), stop, lines);
    }

    /** Calls back with each line's number. */
    private static final class CountingStream extends PrintStream {
        private final IntConsumer onLine;
        private int lines;

        CountingStream(IntConsumer onLine) {
            super(OutputStream.nullOutputStream());
            this.onLine = onLine;
        }

        @Override
        public void println(String line) {
            onLine.accept(++lines);
        }
    }

    /** A clock on which a second passes at every look: all progress is told. */
    private static final class TickingClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofSeconds(1));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
