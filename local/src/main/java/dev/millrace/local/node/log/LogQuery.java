package dev.millrace.local.node.log;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which lines a reader wants.
 *
 * @param follow whether to wait for more until the container ends
 * @param tailLines only so many of those that are there; empty: all
 * @param since only lines from then on
 * @param timestamps whether each line begins with its time
 * @param limitBytes at most; empty: no limit
 */
public record LogQuery(
        boolean follow, OptionalLong tailLines, Optional<Instant> since, boolean timestamps, OptionalLong limitBytes) {
    /** All that there is now. */
    public static final LogQuery ALL =
            new LogQuery(false, OptionalLong.empty(), Optional.empty(), false, OptionalLong.empty());

    /** The last lines that there are now. */
    public static LogQuery tail(long lines) {
        return new LogQuery(false, OptionalLong.of(lines), Optional.empty(), false, OptionalLong.empty());
    }
}
