package dev.millrace.local.demo;

import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Draws standings as lines of text, in columns. */
final class Drawing {
    private static final int BAR = 16;
    /** Columns that are wide enough from the start need not move when a longer name comes. */
    private static final int NAME = 20;

    private static final int KIND = "ModelDeployment".length();
    private static final int PHASE = "RollingOut".length();
    private static final int DETAIL = 44;

    private final char done;
    private final char left;

    private Drawing(char done, char left) {
        this.done = done;
        this.left = left;
    }

    /** With bars of blocks, where they can be written. */
    static Drawing in(Charset charset) {
        return charset.newEncoder().canEncode('█') ? new Drawing('█', '░') : new Drawing('#', '.');
    }

    /**
     * A line an object.
     *
     * @param start before which nothing is counted of what is still under way: an object may be older than this run of the demo
     */
    List<Line> lines(List<Standing> standings, Instant start, Instant now) {
        int widest = standings.stream()
                .mapToInt(standing -> standing.name().name().length())
                .reduce(NAME, Math::max);
        return standings.stream()
                .map(standing -> line(standing, widest, elapsed(standing, start, now)))
                .toList();
    }

    private Line line(Standing standing, int widest, Duration elapsed) {
        String detail = standing.detail()
                + (standing.part().isPresent() ? " " + bar(standing.part().getAsDouble()) : "");
        String text = "  %s  %s  %s  %s"
                .formatted(
                        padded(standing.name().kind(), KIND),
                        padded(standing.name().name(), widest),
                        padded(standing.phase(), PHASE),
                        padded(detail, DETAIL));
        return new Line(standing.name(), standing.phase(), detail, text, Figures.elapsed(elapsed));
    }

    private String bar(double part) {
        int full = (int) Math.round(Math.max(0, Math.min(1, part)) * BAR);
        return String.valueOf(done).repeat(full) + String.valueOf(left).repeat(BAR - full);
    }

    private static Duration elapsed(Standing standing, Instant start, Instant now) {
        if (standing.until().isPresent()) {
            return Duration.between(standing.since(), standing.until().get());
        }
        Instant since = standing.since().isBefore(start) ? start : standing.since();
        return Duration.between(since, now);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
