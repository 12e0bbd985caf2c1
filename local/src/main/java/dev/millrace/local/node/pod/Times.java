package dev.millrace.local.node.pod;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as Kubernetes writes them in most places. */
final class Times {
    private Times() {}

    /** Without fractions of a second. */
    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
