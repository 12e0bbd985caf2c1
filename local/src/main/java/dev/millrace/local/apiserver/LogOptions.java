package dev.millrace.local.apiserver;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a log.
 *
 * @param follow go on until the container ends
 * @param previous the log of the container's run before the present one
 * @param timestamps before each line its time, RFC 3339 with nanoseconds
 * @param since nothing older; {@code sinceSeconds} is turned into a time by the API server
 * @param tailLines at most as many lines of what is there
 * @param limitBytes at most as many bytes altogether
 */
public record LogOptions(
        boolean follow,
        boolean previous,
        boolean timestamps,
        @Nullable Instant since,
        OptionalInt tailLines,
        OptionalLong limitBytes) {}
