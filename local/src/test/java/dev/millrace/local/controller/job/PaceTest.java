package dev.millrace.local.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.timer.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final List<String> called = new ArrayList<>();
    private final Pace pace = new Pace(
            new Pace.Rate(2, INTERVAL),
            clock,
            (delay, work) -> due.add(() -> {
                clock.advance(delay);
                work.run();
            }),
            called::add);

    @Test
    void someHaveTheirTurnAtOnce() {
        assertThat(turns("a", "b", "c", "d")).containsExactly(true, true, false, false);
    }

    @Test
    void theOthersAreCalledOneAfterAnother() {
        Instant begin = clock.instant();
        turns("a", "b", "c", "d");

        pass();
        assertThat(called).containsExactly("c");
        assertThat(clock.instant()).isEqualTo(begin.plus(INTERVAL));
        pass();
        assertThat(called).containsExactly("c", "d");
        assertThat(clock.instant()).isEqualTo(begin.plus(INTERVAL.multipliedBy(2)));
        assertThat(due).isEmpty();
    }

    @Test
    void whoIsCalledTakesItsTurnOnceAndWhoAsksTooEarlyWaitsOn() {
        turns("a", "b", "c", "d");
        pass();

        assertThat(turns("d", "c", "c")).containsExactly(false, true, false);
        pass();
        pass();
        assertThat(called).containsExactly("c", "d", "c");
    }

    @Test
    void turnsThatNobodyTookAreSavedUpToTheFirstFew() {
        turns("a", "b", "c");
        pass();
        clock.advance(Duration.ofHours(1));

        assertThat(turns("d", "e", "f")).containsExactly(true, true, false);
    }

    @Test
    void whoLeavesMakesNobodyWait() {
        turns("a", "b", "c", "d");

        pace.leave("c");
        pass();

        assertThat(called).containsExactly("d");
    }

    @Test
    void whoLeavesAfterItWasCalledHasNoTurn() {
        turns("a", "b", "c");
        pass();

        pace.leave("c");

        assertThat(turns("c")).containsExactly(false);
    }

    private List<Boolean> turns(String... keys) {
        return Stream.of(keys).map(pace::take).toList();
    }

    /** Time passes until the next key is called. */
    private void pass() {
        due.remove().run();
    }
}
