package dev.millrace.store.s3;

import java.time.Duration;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * How long a server that does not answer as it should is waited for.
 *
 * @param silence how long it may say nothing before a connection counts as lost
 * @param tries of one request, or of one that breaks off at the same byte
 * @param pause before the second try; each further one is twice as long, less what chance takes off, so that many pods do not come back at once
 * @param longestPause that this grows to
 */
public record Patience(Duration silence, int tries, Duration pause, Duration longestPause) {
    /** About six seconds of pauses in all: what lasts longer is the step's to try again. */
    public static final Patience USUAL =
            new Patience(Duration.ofSeconds(30), 6, Duration.ofMillis(200), Duration.ofSeconds(10));

    BackoffStrategy backoff() {
        return BackoffStrategy.exponentialDelay(pause, longestPause);
    }
}
