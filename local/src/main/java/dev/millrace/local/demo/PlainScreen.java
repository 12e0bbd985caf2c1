package dev.millrace.local.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file or a pipe: an object has a line when there is something to say of it or it comes into another phase, and within a phase one each {@link #PACE} at most, if there is something
 * new to say. That time passes is not new, nor is what a pipeline says of its steps: they have lines of their own.
 */
final class PlainScreen implements Screen {
    private static final Duration PACE = Duration.ofSeconds(5);
    private static final String PIPELINE = "Pipeline";

    private final PrintStream out;
    private final Clock clock;
    private final Map<ObjectName, Written> written = new HashMap<>();

    private record Written(Line line, Instant time) {}

    PlainScreen(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void show(List<Line> lines) {
        Instant now = clock.instant();
        for (Line line : lines) {
            if (isDue(line, written.get(line.name()), now)) {
                written.put(line.name(), new Written(line, now));
                out.println(line);
            }
        }
        out.flush();
    }

    private static boolean isDue(Line line, @Nullable Written last, Instant now) {
        if (last == null) {
            return !line.detail().isEmpty();
        }
        if (!last.line().phase().equals(line.phase())) {
            return true;
        }
        return !line.name().kind().equals(PIPELINE)
                && !last.line().detail().equals(line.detail())
                && Duration.between(last.time(), now).compareTo(PACE) >= 0;
    }

    @Override
    public void say(String text) {
        out.println(text);
        out.flush();
    }
}
