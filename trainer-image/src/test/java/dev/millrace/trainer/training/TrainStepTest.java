package dev.millrace.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.GatePlan;
import dev.millrace.contract.plan.Hyperparameters.Optimizer;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.plan.TrainPlan;
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
import dev.millrace.trainer.training.SampleTraining.Versions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainStepTest {
    @TempDir
    static Path ingested;

    private static Versions versions;

    @TempDir
    Path folder;

    private SampleTraining sample;
    private Store store;

    @BeforeAll
    static void ingest() throws IOException {
        versions = Versions.ingest(ingested, "price", "dear", "size");
    }

    @BeforeEach
    void open() throws IOException {
        sample = new SampleTraining(versions, folder);
        store = sample.store("store");
    }

    @Test
    void makesARegressionThatIsTold() throws IOException {
        TrainPlan plan = sample.plan(Task.REGRESSION, "price");

        StepReport report = sample.train(plan, store);

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
        assertThat(training.epochs()).isBetween(1, SampleTraining.EPOCHS);
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
                sample.train(sample.plan(Task.BINARY, "dear"), store).summary().training();

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
        TrainSummary training = sample.train(sample.plan(Task.MULTICLASS, "size"), store)
                .summary()
                .training();

        assertThat(training.metrics().test()).containsOnlyKeys("accuracy", "macroF1", "logLoss");
        assertThat(training.metrics().test().get("accuracy")).isGreaterThan(0.7);
        assertThat(ModelBundle.open(store, training.model().digest()).manifest().classes())
                .containsExactly("large", "middle", "small");
    }

    @Test
    void isRejectedByAGate() throws IOException {
        TrainPlan plan = SampleTraining.with(
                sample.plan(Task.REGRESSION, "price"),
                List.of(new GatePlan("perfect", "rmse", null, 0.001), new GatePlan("sane", "r2", 0.0, null)));

        StepReport report = sample.train(plan, store);

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
        TrainPlan plan = sample.plan(Task.REGRESSION, "price");
        TrainPlan wild = SampleTraining.with(plan, SampleTraining.hyperparameters(1e30, Optimizer.SGD));

        assertThatThrownBy(() -> sample.train(wild, store))
                .isInstanceOfSatisfying(
                        StepException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.TRAINING_DIVERGED))
                .hasMessageContaining("lower spec.hyperparameters.learningRate (now 1.0E30)");
        assertThat(store.document(Documents.checkpoint(wild.key()))).isEmpty();
    }

    @Test
    void warnsOfAModelThatLearnsNothing() throws IOException {
        TrainPlan plan = SampleTraining.with(
                sample.plan(Task.REGRESSION, "price"), SampleTraining.hyperparameters(1e-12, Optimizer.SGD));

        assertThat(sample.train(plan, store).summary().training().warnings())
                .anyMatch(warning ->
                        warning.startsWith("The model does not beat the baseline linear on the test split: rmse "));
    }

    @Test
    void refusesAPlanThatCannotBe() throws IOException {
        TrainPlan plan = sample.plan(Task.REGRESSION, "price");
        ModelPlan model = new ModelPlan(
                Task.REGRESSION,
                plan.model().label(),
                List.of(),
                List.of(
                        new LayerPlan(LayerType.DENSE, null, null, 1.0),
                        new LayerPlan(LayerType.BATCH_NORM, 3, null, null)));
        TrainPlan wrong = new TrainPlan(
                plan.dataset(), plan.view(), model, plan.hyperparameters(), List.of(), 1, 1, plan.image());

        assertThatThrownBy(() -> sample.train(wrong, store))
                .hasMessage("spec.model.layers[0].units: a dense layer needs at least 1."
                        + " spec.model.layers[0].dropout: from 0 to below 1, not 1.0."
                        + " spec.model.layers[1].units: only a dense layer has units; leave them out.");
    }

    @Test
    void tellsItsProgress() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProgressLines lines = new ProgressLines(new PrintStream(out, true), new SampleTraining.TickingClock());

        new TrainStep(Clock.systemUTC())
                .run(
                        sample.plan(Task.REGRESSION, "price"),
                        sample.context(store, sample.plan(Task.REGRESSION, "price"), lines));

        List<String> told = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(told.get(0)).isEqualTo("progress {\"epoch\":0,\"epochs\":12,\"percent\":0}");
        assertThat(told.get(told.size() - 1))
                .contains("\"epoch\":12,\"epochs\":12")
                .contains("\"loss\":")
                .contains("\"validationLoss\":")
                .contains("\"percent\":100");
    }
}
