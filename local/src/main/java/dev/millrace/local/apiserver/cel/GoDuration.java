package dev.millrace.local.apiserver.cel;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h30m}, {@code 1.5s}. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDuration() {}

    /**
     * The duration that a text says.
     *
     * @throws IllegalArgumentException when it says none
     */
    static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = text.startsWith("+") || negative ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = PART.matcher(rest);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (matcher.lookingAt()) {
            long unit = NANOS.getOrDefault(matcher.group(2), 0L);
            sum = sum.plusNanos(new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(unit))
                    .longValue());
            end = matcher.end();
            matcher.region(end, rest.length());
        }
        if (end == 0 || end < rest.length()) {
            throw new IllegalArgumentException("no duration: " + text);
        }
        return negative ? sum.negated() : sum;
    }
}
