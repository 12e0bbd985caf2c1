package dev.millrace.local.node.pod;

import dev.millrace.local.node.log.LogFile;
import dev.millrace.local.node.log.LogQuery;
import dev.millrace.local.node.log.LogReader;
import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a container leaves behind: its termination message, and the marks of an exhausted heap. */
final class LastWords {
    private static final int MOST_BYTES = 4096;
    private static final int MOST_LOG_BYTES = 2048;
    private static final long MOST_LOG_LINES = 80;
    private static final String FALL_BACK = "FallbackToLogsOnError";
    /** What a JVM says that has no more heap and was told to end then; its exit code is 3. */
    private static final String HEAP_EXHAUSTED = "Terminating due to java.lang.OutOfMemoryError";

    private static final int HEAP_EXHAUSTED_CODE = 3;

    private LastWords() {}

    /** The termination message, by the container's policy. */
    static String message(Container container, Path terminationLog, LogFile log, int exitCode) {
        String said = file(terminationLog);
        if (said.isEmpty() && exitCode != 0 && FALL_BACK.equals(container.getTerminationMessagePolicy())) {
            String lines = text(log, LogQuery.tail(MOST_LOG_LINES));
            return lines.length() <= MOST_LOG_BYTES ? lines : lines.substring(lines.length() - MOST_LOG_BYTES);
        }
        return said;
    }

    /** Whether a JVM ended for want of heap. */
    static boolean heapExhausted(LogFile log, int exitCode) {
        return exitCode == HEAP_EXHAUSTED_CODE
                && text(log, LogQuery.tail(MOST_LOG_LINES)).contains(HEAP_EXHAUSTED);
    }

    private static String file(Path terminationLog) {
        try (InputStream in = Files.newInputStream(terminationLog)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(LogFile log, LogQuery query) {
        try (LogReader reader = new LogReader(log, query)) {
            return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
