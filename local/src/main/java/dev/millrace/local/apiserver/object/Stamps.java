package dev.millrace.local.apiserver.object;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What the API server itself writes into metadata. */
public final class Stamps {
    /** Without vowels, as Kubernetes has them, so that no words come out. */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;
    private static final int MAX_BASE = 63 - SUFFIX;

    private final Clock clock;

    public Stamps(Clock clock) {
        this.clock = clock;
    }

    /** RFC 3339 in seconds. */
    public String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public String in(long seconds) {
        return instant().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public Instant instant() {
        return clock.instant();
    }

    /** The prefix of {@code generateName} with five letters behind it. */
    static String name(String prefix) {
        StringBuilder name = new StringBuilder(prefix.length() > MAX_BASE ? prefix.substring(0, MAX_BASE) : prefix);
        for (int i = 0; i < SUFFIX; i++) {
            name.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    /** A new object's. */
    void create(ObjectNode metadata) {
        metadata.remove(List.of(
                "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion", "generation"));
        metadata.put("uid", UUID.randomUUID().toString());
        metadata.put("creationTimestamp", now());
    }
}
