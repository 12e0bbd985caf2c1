package dev.millrace.trainer.step;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.StepSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that Kubernetes reads a pod's last words from. */
public final class TerminationLog {
    private static final Path KUBERNETES = Path.of("/dev/termination-log");
    private static final Logger LOG = LoggerFactory.getLogger(TerminationLog.class);

    private final @Nullable Path file;

    private TerminationLog(@Nullable Path file) {
        this.file = file;
    }

    /**
     * The file that is named, else the one that Kubernetes gives its pods.
     *
     * @param file null: none is named; where there is no Kubernetes either, nobody is told
     */
    public static TerminationLog of(@Nullable Path file) {
        if (file != null) {
            return new TerminationLog(file);
        }
        return new TerminationLog(Files.exists(KUBERNETES) ? KUBERNETES : null);
    }

    /** Writes a summary, shortened where it is too long for Kubernetes. A message that cannot be written does not fail the step. */
    void write(StepSummary summary) {
        if (file != null) {
            write(Json.bytes(SummaryLength.fitted(summary)));
        }
    }

    /** Writes a text; Kubernetes keeps the last 4 KiB. */
    public void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what is short enough. */
    public void write(byte[] message) {
        if (file == null) {
            return;
        }
        try {
            Files.write(file, message);
        } catch (IOException e) {
            LOG.warn("termination log {} cannot be written: {}", file, e.toString());
        }
    }
}
