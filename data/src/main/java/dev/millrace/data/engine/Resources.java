package dev.millrace.data.engine;

import java.nio.file.Path;

/**
 * What a session may use.
 *
 * @param memoryBytes of this process, all parts together; DuckDB gets {@link #duckDbBytes} of it
 * @param threads of queries
 * @param scratch an existing folder for spilled data and temporary tables
 * @param scratchBytes that spilled data may take
 */
public record Resources(long memoryBytes, int threads, Path scratch, long scratchBytes) {
    private static final long MOST_DUCKDB_BYTES = 4L << 30;
    private static final long FEWEST_DUCKDB_BYTES = 128L << 20;

    /** All that the container has; a JVM in a container sees the container's limits. */
    public static Resources ofContainer(Path scratch) {
        return new Resources(
                ContainerMemory.bytes(),
                Runtime.getRuntime().availableProcessors(),
                scratch,
                scratch.toFile().getUsableSpace() / 10 * 9);
    }

    /** The same with another amount of memory. */
    public Resources withMemory(long bytes) {
        return new Resources(bytes, threads, scratch, scratchBytes);
    }

    /** The same with another number of threads. */
    public Resources withThreads(int count) {
        return new Resources(memoryBytes, count, scratch, scratchBytes);
    }

    /** Two fifths of the memory: the heap needs as much, and results and file buffers lie outside both. */
    long duckDbBytes() {
        return Math.max(FEWEST_DUCKDB_BYTES, Math.min(MOST_DUCKDB_BYTES, memoryBytes / 5 * 2));
    }
}
