package dev.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.timer.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final ObjectName RUN = new ObjectName("TrainingRun", "run");
    private static final ObjectName PIPELINE = new ObjectName("Pipeline", "line");
    private static final Line EARLY = line(RUN, "Running", "epoch 1", "1 s");
    private static final Line LATER = line(RUN, "Running", "epoch 1", "2 s");
    private static final Line NEXT = line(RUN, "Running", "epoch 2", "3 s");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, false, StandardCharsets.UTF_8);
    private final SettableClock clock = new SettableClock(Instant.EPOCH);

    @Test
    void aFileGetsALineForEachPhaseAtOnce() {
        Screen screen = new PlainScreen(out, clock);

        screen.show(List.of(EARLY));
        screen.show(List.of(LATER));
        screen.show(List.of(line(RUN, "Succeeded", "done", "4 s")));
        screen.say("done");

        assertThat(text()).isEqualTo("run  epoch 1  1 s\nrun  done  4 s\ndone\n");
    }

    @Test
    void aFileGetsProgressNowAndThen() {
        Screen screen = new PlainScreen(out, clock);

        screen.show(List.of(EARLY));
        clock.advance(Duration.ofSeconds(4));
        screen.show(List.of(NEXT));
        clock.advance(Duration.ofSeconds(1));
        screen.show(List.of(NEXT));
        clock.advance(Duration.ofSeconds(55));
        screen.show(List.of(NEXT));

        assertThat(text()).isEqualTo("run  epoch 1  1 s\nrun  epoch 2  3 s\n");
    }

    @Test
    void aFileIsNotToldByAPipelineWhatItsStepsSay() {
        Screen screen = new PlainScreen(out, clock);

        screen.show(List.of(line(PIPELINE, "Running", "in step data", "1 s")));
        clock.advance(Duration.ofSeconds(60));
        screen.show(List.of(line(PIPELINE, "Running", "in step train", "60 s")));
        screen.show(List.of(line(PIPELINE, "Ready", "promoted", "61 s")));

        assertThat(text()).isEqualTo("line  in step data  1 s\nline  promoted  61 s\n");
    }

    @Test
    void aTerminalIsDrawnOverInPlace() {
        Screen screen = new LiveScreen(out);

        screen.show(List.of(EARLY));
        screen.show(List.of(EARLY));
        screen.show(List.of(LATER, NEXT));
        screen.say("done");
        screen.show(List.of(NEXT));

        assertThat(text().replace('\u001b', '^'))
                .isEqualTo("^[?7l\r^[2Krun  epoch 1  1 s\n^[J^[?7h"
                        + "^[?7l^[1A\r^[2Krun  epoch 1  2 s\n\r^[2Krun  epoch 2  3 s\n^[J^[?7h"
                        + "done\n"
                        + "^[?7l\r^[2Krun  epoch 2  3 s\n^[J^[?7h");
    }

    @Test
    void barsAreMadeOfWhatTheTerminalCanShow() {
        Standing half = new Standing(
                new ObjectName("TrainingRun", "a"),
                "Running",
                "epoch 5 of 10",
                OptionalDouble.of(0.5),
                Outcome.UNDERWAY,
                Instant.EPOCH,
                Optional.empty());

        assertThat(Drawing.in(StandardCharsets.US_ASCII).lines(List.of(half), Instant.EPOCH, Instant.EPOCH))
                .containsExactly(new Line(
                        half.name(),
                        "Running",
                        "epoch 5 of 10 ########........",
                        "  TrainingRun      a                     Running     epoch 5 of 10 ########........              ",
                        "0 s"));
    }

    @Test
    void aFileIsNotToldOfNothing() {
        Screen screen = new PlainScreen(out, clock);

        screen.show(List.of(line(RUN, "Pending", "", "0 s")));
        screen.show(List.of(line(RUN, "Pending", "waits for a node", "1 s")));
        screen.show(List.of(new Line(RUN, "Pending", "waits for a node", "run      waits for a node", "2 s")));

        assertThat(text()).isEqualTo("run  waits for a node  1 s\n");
    }

    private static Line line(ObjectName name, String phase, String detail, String elapsed) {
        return new Line(name, phase, detail, name.name() + "  " + detail, elapsed);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
