package dev.millrace.trainer.step;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.StepPlan;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a step from its plan to its exit code.
 *
 * <p>A report in the store means that the step is done, if all that it names is still there and whole: then its summary is repeated.
 * That is the cache of equal steps, and it also covers a pod that died between its report and its last word. Only what ran to its end
 * is reported; other failures come from the plan or the moment and cost little to find again.
 */
public final class StepRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final StepOptions options;
    private final StopSignal stop;

    public StepRunner(StepOptions options, StopSignal stop) {
        this.options = options;
        this.stop = stop;
    }

    /** Runs a step, tells its summary to the termination log and gives the process's exit code. */
    public <P extends StepPlan> int run(Step<P> step) {
        TerminationLog terminationLog = options.terminationLog();
        StepSummary summary = summaryOf(step, terminationLog);
        terminationLog.write(summary);
        LOG.info(
                "step {} outcome={} reason={} cached={}: {}",
                summary.plan().abbreviated(),
                summary.outcome(),
                summary.reason(),
                summary.cached(),
                summary.message());
        return ExitCode.of(summary.reason()).code();
    }

    private <P extends StepPlan> StepSummary summaryOf(Step<P> step, TerminationLog terminationLog) {
        // Until the plan is understood, its file's path stands for it.
        Digest key = Digest.of(options.plan().toString());
        try {
            P plan = readPlan(step.planType());
            key = plan.key();
            StepSummary overdue = failed(key, FailureReason.TRANSIENT, StopSignal.STOPPED);
            stop.whenOverdue(() -> terminationLog.write(overdue));
            Store store = options.openStore();
            try (ScratchFolder scratch = ScratchFolder.create(options.scratch(), key)) {
                ProgressLines progress = new ProgressLines(System.out, Clock.systemUTC());
                return execute(step, plan, new StepContext(key, store, scratch.path(), stop, progress));
            }
        } catch (Exception | Error failure) {
            FailureReason reason = Failures.reason(failure);
            if (reason == FailureReason.INTERNAL) {
                LOG.error("step {} failed", key.abbreviated(), failure);
            }
            return failed(key, reason, Failures.message(failure));
        }
    }

    private <P extends StepPlan> StepSummary execute(Step<P> step, P plan, StepContext context) throws IOException {
        Optional<StepReport> found = finished(step, plan, context);
        if (found.isPresent()) {
            return cached(found.get().summary());
        }
        StepReport report = step.run(plan, context);
        context.store().putDocument(Documents.report(context.key()), Json.bytes(report));
        step.reported(context);
        return report.summary();
    }

    private <P extends StepPlan> Optional<StepReport> finished(Step<P> step, P plan, StepContext context)
            throws IOException {
        Optional<byte[]> document = context.store().document(Documents.report(context.key()));
        if (document.isEmpty()) {
            return Optional.empty();
        }
        StepReport report;
        try {
            report = Json.read(document.get(), StepReport.class);
            keep(report, context);
        } catch (IllegalArgumentException | StoreException.ContentMissing | StoreException.ContentCorrupted e) {
            LOG.warn("step {} was done, but is done again: {}", context.key().abbreviated(), e.getMessage());
            return Optional.empty();
        }
        if (!step.stillHolds(plan, report, context)) {
            LOG.info(
                    "step {} was done with other inputs and is done again",
                    context.key().abbreviated());
            return Optional.empty();
        }
        return Optional.of(report);
    }

    /**
     * Checks all that a report names, and keeps it from a collection that is going on: from here on this step relies on it. Manifests and
     * report are put again for that.
     */
    private static void keep(StepReport report, StepContext context) {
        report.blobs().parallelStream().forEach(blob -> {
            context.store().renew(blob);
            context.store().verify(blob);
        });
        for (String document : documents(report.summary(), context.key())) {
            byte[] content = context.store()
                    .document(document)
                    .orElseThrow(() ->
                            new StoreException.ContentMissing(context.store().location(document) + " is missing"));
            context.store().putDocument(document, content);
        }
    }

    private static List<String> documents(StepSummary summary, Digest key) {
        List<String> documents = new ArrayList<>();
        if (summary.ingest() != null) {
            documents.add(Documents.datasetManifest(summary.ingest().digest()));
        }
        if (summary.training() != null && summary.training().model() != null) {
            Digest model = summary.training().model().digest();
            documents.add(Documents.modelManifest(model));
            documents.add(Documents.provenance(model, key));
        }
        documents.add(Documents.report(key));
        return documents;
    }

    private <P extends StepPlan> P readPlan(Class<P> type) throws IOException {
        try {
            return Json.read(Files.readAllBytes(options.plan()), type);
        } catch (NoSuchFileException e) {
            throw StepException.badInput("There is no plan at " + options.plan() + ".");
        } catch (IllegalArgumentException e) {
            throw StepException.badInput("The plan in " + options.plan() + " cannot be read: " + e.getMessage());
        }
    }

    private static StepSummary failed(Digest key, FailureReason reason, String message) {
        return new StepSummary(key, Outcome.FAILED, reason, message, false, null, null);
    }

    private static StepSummary cached(StepSummary s) {
        return new StepSummary(s.plan(), s.outcome(), s.reason(), s.message(), true, s.ingest(), s.training());
    }
}
