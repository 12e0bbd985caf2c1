package dev.millrace.local.apiserver;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How an API server is started.
 *
 * @param port on the loopback address, 0 for one that is free
 * @param journal the file that holds all objects from run to run; null keeps them in memory only
 */
public record Options(int port, @Nullable Path journal) {
    /** In memory, on a port that is free: for tests. */
    public static Options inMemory() {
        return new Options(0, null);
    }
}
