package dev.millrace.local.apiserver.table;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Durations as kubectl prints them: two units at most, {@code 3d4h}. */
final class Ages {
    private static final String UNKNOWN = "<unknown>";

    private Ages() {}

    /** The time since a moment. */
    static String since(String time, Clock clock) {
        Instant moment = parse(time);
        return moment == null ? UNKNOWN : text(Duration.between(moment, clock.instant()));
    }

    /** The moment that a field says, or null. */
    static @Nullable Instant parse(String time) {
        try {
            return time.isEmpty() ? null : OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static String text(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 120) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 10) {
            return minutes + "m" + unit(seconds % 60, "s");
        }
        if (minutes < 180) {
            return minutes + "m";
        }
        long hours = minutes / 60;
        if (hours < 8) {
            return hours + "h" + unit(minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        long days = hours / 24;
        if (hours < 192) {
            return days + "d" + unit(hours % 24, "h");
        }
        if (days < 730) {
            return days + "d";
        }
        long years = days / 365;
        return years < 8 ? years + "y" + unit(days % 365, "d") : years + "y";
    }

    private static String unit(long value, String unit) {
        return value == 0 ? "" : value + unit;
    }
}
