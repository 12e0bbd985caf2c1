package dev.millrace.local.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.node.log.LogFile;
import dev.millrace.local.node.log.LogQuery;
import dev.millrace.local.node.log.LogReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No process outlives its node, however the node ends. */
@Timeout(60)
class OrphanTest {
    @TempDir
    Path folder;

    @Test
    void processesEndWithANodeThatIsKilled() throws Exception {
        Process node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AbandonedNode.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<ProcessHandle> left = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
            left.add(ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow());
            left.add(ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow());
            // Both heed no SIGTERM from here on, and the command has a child of its own.
            assertThat(firstLine("program.log")).isEqualTo("lingering");
            left.add(ProcessHandle.of(Long.parseLong(firstLine("command.log"))).orElseThrow());

            node.destroyForcibly().waitFor();
        }

        for (ProcessHandle process : left) {
            CompletableFuture<ProcessHandle> end = process.onExit();
            assertThat(end.get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    private String firstLine(String file) throws IOException {
        Path log = folder.resolve(file);
        while (true) {
            if (Files.exists(log)) {
                try (LogReader reader = new LogReader(LogFile.ended(log), LogQuery.ALL)) {
                    String text = new String(reader.readAllBytes(), StandardCharsets.UTF_8);
                    if (text.contains("\n")) {
                        return text.substring(0, text.indexOf('\n'));
                    }
                }
            }
            Thread.onSpinWait();
        }
    }
}
