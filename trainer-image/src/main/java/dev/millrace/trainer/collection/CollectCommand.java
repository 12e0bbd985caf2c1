package dev.millrace.trainer.collection;

import dev.millrace.contract.Json;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.report.CollectionSummary;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepException;
import dev.millrace.store.collection.Collection;
import dev.millrace.trainer.step.Failures;
import dev.millrace.trainer.step.StopSignal;
import dev.millrace.trainer.step.TerminationLog;
import dev.millrace.trainer.stored.StoreOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code collect}: frees the bytes that no object refers to. Its termination message is a summary, or the sentence that says why there is none. */
@Command(
        name = "collect",
        description = "Removes from a store what no live object reaches and what was not written or used lately.",
        mixinStandardHelpOptions = true)
public final class CollectCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(CollectCommand.class);

    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "What is live, a JSON file that the operator writes.")
    @SuppressWarnings("NullAway.Init")
    private Path plan;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StoreOption store;

    @Option(
            names = "--termination-log",
            paramLabel = "FILE",
            defaultValue = "${env:MILLRACE_TERMINATION_LOG}",
            description = "Where the summary goes. Default: MILLRACE_TERMINATION_LOG,"
                    + " else /dev/termination-log, where it exists.")
    private @Nullable Path terminationLog;

    @Override
    public Integer call() {
        TerminationLog last = TerminationLog.of(terminationLog);
        try {
            CollectionSummary summary = collect();
            last.write(Json.bytes(summary));
            LOG.info(
                    "collection freedBytes={} removedBlobs={} removedDocuments={} liveBlobs={} youngBlobs={} missing={}",
                    summary.freedBytes(),
                    summary.removedBlobs(),
                    summary.removedDocuments(),
                    summary.liveBlobs(),
                    summary.youngBlobs(),
                    summary.missing());
            return ExitCode.SUCCEEDED.code();
        } catch (Exception | Error failure) {
            String sentence = Failures.message(failure);
            last.write(sentence);
            LOG.error("collection failed: {}", sentence, failure);
            return ExitCode.of(Failures.reason(failure)).code();
        }
    }

    private CollectionSummary collect() throws IOException {
        try {
            return Collection.run(store.open(), read(), StopSignal.process()::check);
        } catch (DateTimeParseException e) {
            throw StepException.badInput("The plan in " + plan + " has no time in keepSince: " + e.getMessage());
        }
    }

    private CollectionPlan read() throws IOException {
        try {
            return Json.read(Files.readAllBytes(plan), CollectionPlan.class);
        } catch (NoSuchFileException e) {
            throw StepException.badInput("There is no plan at " + plan + ".");
        } catch (IllegalArgumentException e) {
            throw StepException.badInput("The plan in " + plan + " cannot be read: " + e.getMessage());
        }
    }
}
