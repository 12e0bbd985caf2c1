package dev.millrace.trainer.step;

import dev.millrace.contract.Json;
import dev.millrace.contract.report.Progress;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A step's progress on standard output: a line a second at most, whatever the step says. */
public final class ProgressLines {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final PrintStream out;
    private final Clock clock;
    private Instant next = Instant.MIN;

    public ProgressLines(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Whether {@link #report} would write a line now; who finds a figure dear to compute may ask first. */
    public boolean due() {
        return !clock.instant().isBefore(next);
    }

    /** Writes a line if one is due. */
    public void report(Progress progress) {
        if (due()) {
            next = clock.instant().plus(INTERVAL);
            out.println(Progress.PREFIX + Json.text(progress));
            out.flush();
        }
    }
}
