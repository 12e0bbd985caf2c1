package dev.millrace.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.trainer.step.StopSignal;
import dev.millrace.trainer.training.SampleTraining.Versions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same plan makes the same model, however often the training is stopped, killed or begun anew. */
class RepeatedTrainingTest {
    @TempDir
    static Path ingested;

    private static Versions versions;

    @TempDir
    Path folder;

    private SampleTraining sample;
    private Store store;

    @BeforeAll
    static void ingest() throws IOException {
        versions = Versions.ingest(ingested, "price", "dear");
    }

    @BeforeEach
    void open() throws IOException {
        sample = new SampleTraining(versions, folder);
        store = sample.store("store");
    }

    @Test
    void makesTheSameModelOfTheSamePlan() throws IOException {
        Store other = sample.store("other");

        assertThat(SampleTraining.model(sample.train(sample.plan(Task.REGRESSION, "price"), store)))
                .isEqualTo(SampleTraining.model(sample.train(sample.plan(Task.REGRESSION, "price"), other)));
    }

    @Test
    void goesOnAfterItWasStoppedToTheSameModel() throws IOException {
        Digest whole = SampleTraining.model(sample.train(sample.plan(Task.REGRESSION, "price"), store));
        Store other = sample.store("other");
        TrainPlan plan = sample.plan(Task.REGRESSION, "price");

        // A line of progress follows every batch: the signal comes in the middle of an epoch.
        IntConsumer signal = line -> {
            if (line == 40) {
                sample.stop().request();
            }
        };
        assertThatThrownBy(() -> sample.train(plan, other, signal))
                .isInstanceOfSatisfying(
                        StepException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.TRANSIENT));
        assertThat(other.document(Documents.checkpoint(plan.key()))).isPresent();

        assertThat(SampleTraining.model(sample.train(plan, other, new StopSignal(), line -> {})))
                .isEqualTo(whole);
        assertThat(other.document(Documents.checkpoint(plan.key()))).isEmpty();
    }

    @Test
    void goesOnAfterItWasKilledToTheSameModel() throws IOException {
        Digest whole = SampleTraining.model(sample.train(sample.plan(Task.BINARY, "dear"), store));
        Store other = sample.store("other");
        TrainPlan plan = sample.plan(Task.BINARY, "dear");

        IntConsumer kill = line -> {
            if (line == 60) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> sample.train(plan, other, kill)).hasMessage("killed");
        assertThat(other.document(Documents.checkpoint(plan.key()))).isPresent();

        assertThat(SampleTraining.model(sample.train(plan, other))).isEqualTo(whole);
    }

    @Test
    void beginsAnewFromADamagedCheckpoint() throws IOException {
        TrainPlan plan = sample.plan(Task.REGRESSION, "price");
        Digest whole = SampleTraining.model(sample.train(plan, store));
        store.putDocument(Documents.checkpoint(plan.key()), new byte[100]);

        assertThat(SampleTraining.model(sample.train(plan, store))).isEqualTo(whole);
    }
}
