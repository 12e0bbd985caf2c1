package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final double MILLION = 1_000_000;

    private Figures() {}

    /** Three digits that count. */
    static String shortened(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        return new BigDecimal(number).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
    }

    /** A value of a row: numbers with thousands' commas, where they are not small. */
    static String value(JsonNode value) {
        if (!value.isNumber()) {
            return value.asText();
        }
        double number = value.asDouble();
        if (number == Math.rint(number) && Math.abs(number) < MILLION * MILLION) {
            return String.format(Locale.ROOT, "%,d", (long) number);
        }
        return Math.abs(number) < 1000 ? shortened(number) : String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Whole seconds; with minutes from one on. */
    static String elapsed(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}
