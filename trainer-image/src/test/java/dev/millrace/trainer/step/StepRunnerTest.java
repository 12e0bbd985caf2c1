package dev.millrace.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRunnerTest {
    private static final IngestPlan PLAN = new IngestPlan(
            new SourcePlan.VolumePath("raw", "*.csv"),
            null,
            null,
            false,
            List.of(),
            SplitPlan.byHash(List.of(), new SplitPlan.Fractions(0.7, 0.15, 0.15), 7),
            List.of(),
            null,
            null,
            "trainer@sha256:0");

    @TempDir
    Path folder;

    private Path storeRoot;
    private Path planFile;
    private Path terminationLog;
    private Store store;
    private int runs;
    private boolean holds = true;
    private final StopSignal stop = new StopSignal();

    @BeforeEach
    void prepare() throws IOException {
        storeRoot = Files.createDirectory(folder.resolve("store"));
        planFile = Files.write(folder.resolve("plan.json"), Json.bytes(PLAN));
        terminationLog = folder.resolve("termination-log");
        store = Store.open(URI.create("file://" + storeRoot));
    }

    private int run(Function<StepContext, StepReport> work) {
        return run(work, URI.create("file://" + storeRoot));
    }

    private int run(Function<StepContext, StepReport> work, URI storeUri) {
        Step<IngestPlan> step = new Step<>() {
            @Override
            public Class<IngestPlan> planType() {
                return IngestPlan.class;
            }

            @Override
            public boolean stillHolds(IngestPlan plan, StepReport report, StepContext context) {
                return holds;
            }

            @Override
            public StepReport run(IngestPlan plan, StepContext context) {
                runs++;
                return work.apply(context);
            }
        };
        return new StepRunner(StepOptions.of(planFile, storeUri, folder.resolve("scratch"), terminationLog), stop)
                .run(step);
    }

    private StepSummary told() throws IOException {
        return Json.read(Files.readAllBytes(terminationLog), StepSummary.class);
    }

    private static StepSummary summary(
            Outcome outcome, @Nullable FailureReason reason, String message, boolean cached) {
        return new StepSummary(PLAN.key(), outcome, reason, message, cached, null, null);
    }

    private static StepReport succeeded(StepContext context) {
        Digest blob =
                context.store().put("made".getBytes(StandardCharsets.UTF_8)).digest();
        return new StepReport(summary(Outcome.SUCCEEDED, null, "Made.", false), List.of(blob), List.of());
    }

    @Test
    void aFinishedStepIsFoundAndRepeated() throws IOException {
        assertThat(run(StepRunnerTest::succeeded)).isZero();
        assertThat(told()).isEqualTo(summary(Outcome.SUCCEEDED, null, "Made.", false));

        assertThat(run(StepRunnerTest::succeeded)).isZero();

        assertThat(told()).isEqualTo(summary(Outcome.SUCCEEDED, null, "Made.", true));
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void aRejectedStepIsRepeatedWithItsExitCode() throws IOException {
        StepSummary rejected = summary(Outcome.REJECTED, FailureReason.TESTS_FAILED, "1 test failed.", false);
        Function<StepContext, StepReport> work = context -> new StepReport(rejected, List.of(), List.of());

        assertThat(run(work)).isEqualTo(66);
        assertThat(run(work)).isEqualTo(66);

        assertThat(runs).isEqualTo(1);
        assertThat(told().cached()).isTrue();
    }

    @Test
    void aReportWhoseBlobIsCorruptedOrMissingDoesNotCount() throws IOException {
        run(StepRunnerTest::succeeded);
        Path blob = store.fetch(Digest.of("made"), folder);
        Files.writeString(blob, "fake");
        assertThat(run(StepRunnerTest::succeeded)).isZero();
        assertThat(blob).hasContent("made");

        Files.delete(blob);
        assertThat(run(StepRunnerTest::succeeded)).isZero();

        assertThat(runs).isEqualTo(3);
        assertThat(told().cached()).isFalse();
    }

    @Test
    void aReportOfOtherInputsDoesNotCount() {
        run(StepRunnerTest::succeeded);
        holds = false;

        run(StepRunnerTest::succeeded);

        assertThat(runs).isEqualTo(2);
    }

    @Test
    void aReportThatIsNoReportDoesNotCount() throws IOException {
        store.putDocument(Documents.report(PLAN.key()), "{\"summary\"".getBytes(StandardCharsets.UTF_8));

        assertThat(run(StepRunnerTest::succeeded)).isZero();
        assertThat(told().cached()).isFalse();
    }

    @Test
    void failuresBecomeReasonsAndExitCodes() throws IOException {
        assertThat(run(context -> {
                    throw StepException.badInput("spec.columns[x]: no such column.");
                }))
                .isEqualTo(65);
        assertThat(told())
                .isEqualTo(summary(Outcome.FAILED, FailureReason.BAD_INPUT, "spec.columns[x]: no such column.", false));

        assertThat(run(context -> {
                    context.store().verify(Digest.of("not there"));
                    throw new AssertionError();
                }))
                .isEqualTo(65);
        assertThat(told().reason()).isEqualTo(FailureReason.STORE_CORRUPTED);

        assertThat(run(context -> {
                    throw new java.io.UncheckedIOException(new IOException("disk on fire"));
                }))
                .isEqualTo(75);
        assertThat(told())
                .isEqualTo(summary(
                        Outcome.FAILED, FailureReason.TRANSIENT, "Reading or writing failed: disk on fire", false));

        assertThat(run(context -> {
                    throw new IllegalStateException("loop");
                }))
                .isEqualTo(1);
        assertThat(told().message())
                .isEqualTo("Internal error, a defect of Millrace: loop (details are in the pod's log)");

        assertThat(store.document(Documents.report(PLAN.key()))).isEmpty();
    }

    @Test
    void aStopRequestEndsTheStepAsTransient() throws IOException {
        assertThat(run(context -> {
                    stop.request();
                    context.stop().check();
                    throw new AssertionError();
                }))
                .isEqualTo(75);
        assertThat(told())
                .isEqualTo(summary(
                        Outcome.FAILED,
                        FailureReason.TRANSIENT,
                        "The pod was asked to stop; another attempt goes on from what is stored.",
                        false));
    }

    @Test
    void aMissingStoreMayPass() throws IOException {
        assertThat(run(StepRunnerTest::succeeded, URI.create("file:///no/such/store")))
                .isEqualTo(75);
        assertThat(told().message())
                .isEqualTo("there is no store at file:///no/such/store: mount the namespace's store claim there");
    }

    @Test
    void plansThatCannotBeReadAreBadInput() throws IOException {
        Files.writeString(planFile, "{\"source\": {\"type\": \"ftp\"}}");
        assertThat(run(StepRunnerTest::succeeded)).isEqualTo(65);
        assertThat(told().message()).startsWith("The plan in " + planFile + " cannot be read: not a IngestPlan: ");

        Files.delete(planFile);
        assertThat(run(StepRunnerTest::succeeded)).isEqualTo(65);
        assertThat(told().message()).isEqualTo("There is no plan at " + planFile + ".");
        assertThat(runs).isZero();
    }

    @Test
    void scratchIsEmptyAtTheStartAndGoneAtTheEnd() throws IOException {
        Path scratch = folder.resolve("scratch");
        Path leftover = scratch.resolve("step-" + PLAN.key().abbreviated()).resolve("a/b");
        Files.createDirectories(leftover);

        run(context -> {
            assertThat(context.scratch()).isEmptyDirectory();
            return succeeded(context);
        });

        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
    }
}
