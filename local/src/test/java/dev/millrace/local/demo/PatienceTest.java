package dev.millrace.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Instant END = BEGIN.plus(LIMIT);

    private final Standing reached = standing("PersistentVolumeClaim", "Bound", "", Outcome.REACHED);
    private final Standing waiting = standing("DatasetVersion", "Pending", "waits for a ConfigMap", Outcome.UNDERWAY);
    private final Standing elsewhere = standing("DatasetVersion", "Pending", "waits for a node", Outcome.UNDERWAY);
    private final Standing training = standing("TrainingRun", "Running", "epoch 1 of 9", Outcome.UNDERWAY);

    @Test
    void whatStaysAsItIsForTooLongIsLost() {
        Patience patience = Patience.of(LIMIT);

        assertThat(patience.lost(scene(reached, waiting), BEGIN)).isEmpty();
        assertThat(patience.lost(scene(reached, waiting), END.minusMillis(1))).isEmpty();
        assertThat(patience.lost(scene(reached, waiting), END)).contains(waiting);
    }

    @Test
    void whatChangesIsGivenTimeAnew() {
        Patience patience = Patience.of(LIMIT);
        patience.lost(scene(waiting), BEGIN);

        assertThat(patience.lost(scene(elsewhere), END)).isEmpty();
        assertThat(patience.lost(scene(elsewhere), END.plus(LIMIT))).contains(elsewhere);
    }

    @Test
    void workMayTakeItsTime() {
        Patience patience = Patience.of(LIMIT);
        patience.lost(scene(training, waiting), BEGIN);

        assertThat(patience.lost(scene(training, waiting), END)).isEmpty();
    }

    @Test
    void aPipelineThatRunsIsNoWork() {
        Standing pipeline = standing("Pipeline", "Running", "execution 1 is in step dataset", Outcome.UNDERWAY);
        Patience patience = Patience.of(LIMIT);
        patience.lost(scene(waiting, pipeline), BEGIN);

        assertThat(patience.lost(scene(waiting, pipeline), END)).contains(waiting);
    }

    @Test
    void aPersonWhoLooksOnIsLeftToDecide() {
        Patience patience = Patience.endless();
        patience.lost(scene(waiting), BEGIN);

        assertThat(patience.lost(scene(waiting), END)).isEmpty();
    }

    private static Standing standing(String kind, String phase, String detail, Outcome outcome) {
        return new Standing(
                new ObjectName(kind, "own"), phase, detail, OptionalDouble.empty(), outcome, BEGIN, Optional.empty());
    }

    private static Scene scene(Standing... standings) {
        return new Scene(List.of(standings), Set.of());
    }
}
