package dev.millrace.local.controller;

import dev.millrace.local.event.EventRecorder;
import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What every controller works with.
 *
 * @param client for what it writes
 * @param informers for what it reads
 * @param events that it tells
 * @param threads that it works on
 * @param clock the time
 */
public record Workbench(
        KubernetesClient client, Informers informers, EventRecorder events, Timers threads, Clock clock) {

    /** The time as objects have it. */
    public String now() {
        return shown(clock.instant());
    }

    /** A time as objects have it. */
    public static String shown(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
