package dev.millrace.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Where Kubernetes finds why a container ended; the operator repeats it in a status. */
final class TerminationLog {
    private static final System.Logger LOG = System.getLogger(TerminationLog.class.getName());
    private static final Path DEFAULT = Path.of("/dev/termination-log");

    private final @Nullable Path file;

    private TerminationLog(@Nullable Path file) {
        this.file = file;
    }

    /** @param file null: the default where it exists, else none */
    static TerminationLog at(@Nullable Path file) {
        return new TerminationLog(file == null && Files.exists(DEFAULT) ? DEFAULT : file);
    }

    /** Leaves one sentence, replacing what was there. */
    void write(String sentence) {
        if (file == null) {
            return;
        }
        try {
            // Not a new file with the old one's name: Kubernetes has mounted this very file.
            Files.write(
                    file,
                    sentence.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the termination log {0} cannot be written: {1}",
                    file,
                    e.getMessage());
        }
    }
}
