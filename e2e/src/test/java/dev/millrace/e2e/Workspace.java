package dev.millrace.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A namespace with a store, as an administrator hands it to a team; gone with all its objects when closed. */
record Workspace(Kubectl kubectl) implements AutoCloseable {
    static final Path REPOSITORY = Path.of(System.getProperty("repository"));

    static Workspace create(String name) {
        Workspace workspace = withoutStore(name);
        try {
            Process process = new ProcessBuilder(
                            REPOSITORY.resolve("e2e/create-store").toString(),
                            name,
                            System.getProperty("trainer.image"))
                    .inheritIO()
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("e2e/create-store " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return workspace;
    }

    /** A namespace without a claim, for a store elsewhere. */
    static Workspace withoutStore(String name) {
        Kubectl kubectl = new Kubectl(name);
        kubectl.run("delete", "namespace", name, "--ignore-not-found", "--wait");
        kubectl.run("create", "namespace", name);
        return new Workspace(kubectl);
    }

    static Path example(String name) {
        return REPOSITORY.resolve("examples").resolve(name);
    }

    @Override
    public void close() {
        kubectl.run("delete", "namespace", kubectl.namespace(), "--wait=false");
    }
}
