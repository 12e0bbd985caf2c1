package dev.millrace.spark;

import dev.millrace.store.StoreException;
import dev.millrace.trainer.step.StepContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's events, for Spark's history server: gathered in the scratch folder, kept in the store beside the step's report. */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final StepContext context;
    private final Path folder;

    EventLog(StepContext context) throws IOException {
        this.context = context;
        this.folder = Files.createDirectories(context.scratch().resolve("events"));
    }

    /** Where Spark writes. */
    Path folder() {
        return folder;
    }

    /** Beside it lie checksums, hidden. */
    private static boolean isLog(Path file) {
        return Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".");
    }

    /** Keeps what was written, to be called when the application has ended. The step does not fail for want of it. */
    void store() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(EventLog::isLog).toList()) {
                String key = "runs/" + context.key().hex() + "/spark/" + file.getFileName();
                context.store().putDocument(key, Files.readAllBytes(file));
                LOG.info(
                        "step {} events={}",
                        context.key().abbreviated(),
                        context.store().location(key));
            }
        } catch (IOException | StoreException e) {
            LOG.warn("step {} events are not kept: {}", context.key().abbreviated(), e.getMessage());
        }
    }
}
