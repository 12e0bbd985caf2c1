package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What keeps a cluster from starting is said in one sentence, with the way out. */
@Timeout(60)
class LocalClusterTest {
    @TempDir
    Path folder;

    @Test
    void portThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(folder, other.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Port %d is taken: choose another with --port (make demo PORT=…), or 0 for any that is free."
                                    .formatted(other.getLocalPort()));
        }
    }

    @Test
    void folderThatAnotherOneRunsOn() throws IOException {
        try (StateFolder first = StateFolder.take(folder)) {
            assertThatThrownBy(() -> start(folder, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "Another one runs on %s (process %d): end it, or choose another folder with --state (make demo STATE=…)."
                                    .formatted(
                                            first.path(),
                                            ProcessHandle.current().pid()));
        }
        try (StateFolder again = StateFolder.take(folder)) {
            assertThat(again.path()).isEqualTo(folder);
        }
    }

    @Test
    void folderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "");

        assertThatThrownBy(() -> start(file, 0))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is no folder: choose another one with --state.");
    }

    @Test
    void folderThatMayNotBeWritten() throws IOException {
        Path state = Files.createDirectory(
                folder.resolve("state"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeThat(Files.isWritable(state)).as("this user may write everywhere").isFalse();

        assertThatThrownBy(() -> start(state, 0))
                .isInstanceOf(IOException.class)
                .hasMessage("No write access to " + state.resolve("lock")
                        + ": choose another folder with --state (make demo STATE=…).");
    }

    @Test
    void journalOfAnotherVersion() throws IOException {
        Path journal = Files.writeString(folder.resolve("objects"), "millrace-objects-0\n");

        assertThatThrownBy(() -> start(folder, 0))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        journal + " is not a journal of this version: move it away to begin anew (make demo-clean)");
    }

    private static void start(Path state, int port) throws IOException {
        ClusterOptions options = CommandLine.populateCommand(
                new ClusterOptions(), "--state", state.toString(), "--build", "..", "--port", Integer.toString(port));
        LocalCluster.start(options).close();
    }
}
