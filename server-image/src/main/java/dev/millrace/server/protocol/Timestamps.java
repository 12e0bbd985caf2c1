package dev.millrace.server.protocol;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/** Points in time as ISO 8601 text. */
final class Timestamps {
    private static final int LONGEST = 64;

    private Timestamps() {}

    /** Microseconds since 1970-01-01T00:00:00Z of a date, or a date and a time; without an offset it is UTC. */
    static double microseconds(String text) {
        if (text.length() <= LONGEST) {
            try {
                Instant instant = instant(text);
                return Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000L);
            } catch (DateTimeException | ArithmeticException e) {
                throw wrong(text);
            }
        }
        throw wrong(text);
    }

    private static Instant instant(String text) {
        try {
            TemporalAccessor moment = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    text.replace(' ', 'T'), ZonedDateTime::from, LocalDateTime::from);
            return moment instanceof ZonedDateTime zoned
                    ? zoned.toInstant()
                    : LocalDateTime.from(moment).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }
    }

    private static RefusedException wrong(String text) {
        return new RefusedException(
                Refusal.WRONG_VALUE,
                "must be a time such as 2026-01-31T12:00:00Z or microseconds since 1970, not \"%s\""
                        .formatted(Quoted.shortened(text)));
    }
}
