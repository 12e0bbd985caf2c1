package dev.millrace.trainer.step;

import dev.millrace.contract.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A step's own folder for temporary files. An attempt that was killed left its own behind: it is emptied first. */
record ScratchFolder(Path path) implements AutoCloseable {
    static ScratchFolder create(Path parent, Digest key) throws IOException {
        ScratchFolder folder = new ScratchFolder(parent.resolve("step-" + key.abbreviated()));
        folder.close();
        Files.createDirectories(folder.path());
        return folder;
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
