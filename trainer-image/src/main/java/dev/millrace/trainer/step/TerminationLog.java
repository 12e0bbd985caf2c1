package dev.millrace.trainer.step;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.StepSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that Kubernetes reads a pod's last words from. */
final class TerminationLog {
    private static final Logger LOG = LoggerFactory.getLogger(TerminationLog.class);

    private final @Nullable Path file;

    /** @param file null: there is nobody to tell */
    TerminationLog(@Nullable Path file) {
        this.file = file;
    }

    /** Writes a summary, shortened where it is too long for Kubernetes. A message that cannot be written does not fail the step. */
    void write(StepSummary summary) {
        if (file == null) {
            return;
        }
        try {
            Files.write(file, Json.bytes(SummaryLength.fitted(summary)));
        } catch (IOException e) {
            LOG.warn("termination log {} cannot be written: {}", file, e.toString());
        }
    }
}
