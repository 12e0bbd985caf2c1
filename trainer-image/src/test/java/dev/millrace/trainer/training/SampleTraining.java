package dev.millrace.trainer.training;

import dev.millrace.contract.Digest;
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
import dev.millrace.contract.report.StepReport;
import dev.millrace.store.Store;
import dev.millrace.trainer.step.ProgressLines;
import dev.millrace.trainer.step.StepContext;
import dev.millrace.trainer.step.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
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

/** Trainings of small plans on sample data, for one test. */
final class SampleTraining {
    static final int EPOCHS = 12;

    private final Versions versions;
    private final Path folder;
    private final StopSignal stop = new StopSignal();

    /**
     * Data versions, which are made once for all tests of a class.
     *
     * @param store its folder
     * @param data by the name of the label
     */
    record Versions(Path store, Map<String, IngestSummary> data) {
        static Versions ingest(Path folder, String... labels) throws IOException {
            Path store = Files.createDirectories(folder.resolve("store"));
            Map<String, IngestSummary> data = new HashMap<>();
            for (String label : labels) {
                data.put(label, SampleData.ingest(Store.open(store.toUri()), folder, label));
            }
            return new Versions(store, data);
        }
    }

    /** @param folder of the test */
    SampleTraining(Versions versions, Path folder) {
        this.versions = versions;
        this.folder = folder;
    }

    StopSignal stop() {
        return stop;
    }

    /** A store of its own with the data versions. */
    Store store(String name) throws IOException {
        Path from = versions.store();
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return Store.open(to.toUri());
    }

    static Digest model(StepReport report) {
        return report.summary().training().model().digest();
    }

    TrainPlan plan(Task task, String label) {
        IngestSummary data = versions.data().get(label);
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

    static Hyperparameters hyperparameters(double learningRate, Optimizer optimizer) {
        return new Hyperparameters(EPOCHS, 32, learningRate, optimizer, 1e-4, 5, EPOCHS, ClassWeights.NONE);
    }

    static TrainPlan with(TrainPlan plan, List<GatePlan> gates) {
        return new TrainPlan(
                plan.dataset(), plan.view(), plan.model(), plan.hyperparameters(), gates, 2, 1, plan.image());
    }

    static TrainPlan with(TrainPlan plan, Hyperparameters hyperparameters) {
        return new TrainPlan(plan.dataset(), plan.view(), plan.model(), hyperparameters, List.of(), 2, 1, plan.image());
    }

    StepReport train(TrainPlan plan, Store store) throws IOException {
        return train(plan, store, line -> {});
    }

    StepReport train(TrainPlan plan, Store store, IntConsumer onProgress) throws IOException {
        return train(plan, store, stop, onProgress);
    }

    StepReport train(TrainPlan plan, Store store, StopSignal stop, IntConsumer onProgress) throws IOException {
        ProgressLines lines = new ProgressLines(new CountingStream(onProgress), new TickingClock());
        Path scratch = Files.createTempDirectory(folder, "scratch");
        TrainStep step = new TrainStep(Clock.systemUTC());
        StepContext context = new StepContext(plan.key(), store, scratch, stop, lines);
        StepReport report = step.run(plan, context);
        step.reported(context);
        return report;
    }

    StepContext context(Store store, TrainPlan plan, ProgressLines lines) throws IOException {
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
    static final class TickingClock extends Clock {
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
