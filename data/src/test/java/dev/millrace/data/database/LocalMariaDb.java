package dev.millrace.data.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A MariaDB of this machine's package, with data of its own. */
final class LocalMariaDb implements AutoCloseable {
    private static final long SECONDS = 60;

    private final Path folder;
    private final int port;
    private final Process process;

    private LocalMariaDb(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /** Whether the package is installed. */
    static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "mariadbd")));
    }

    /** Starts a server; the statements are run before it takes connections. */
    static LocalMariaDb start(String... statements) throws IOException {
        Path folder = Files.createTempDirectory("mariadb");
        Path data = folder.resolve("data");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> options = new ArrayList<>(List.of("--no-defaults", "--datadir=" + data));
        if (System.getProperty("user.name").equals("root")) {
            options.add("--user=root");
        }
        Path log = folder.resolve("log");
        List<String> install = new ArrayList<>(List.of("mariadb-install-db"));
        install.addAll(options);
        install.addAll(List.of("--skip-test-db", "--auth-root-authentication-method=normal"));
        await(
                new ProcessBuilder(install)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
        Path first = Files.writeString(folder.resolve("first.sql"), String.join(";\n", statements) + ";\n");
        List<String> run = new ArrayList<>(List.of("mariadbd"));
        run.addAll(options);
        run.addAll(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--init-file=" + first));
        Process process = new ProcessBuilder(run)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new LocalMariaDb(folder, port, process);
    }

    private static void await(Process process, Path log) throws IOException {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("MariaDB's data could not be made: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
