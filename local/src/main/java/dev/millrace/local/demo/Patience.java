package dev.millrace.local.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long a demo that nobody looks at waits for what a person would have to bring, such as a ConfigMap that is not there. */
final class Patience {
    /** Work that takes its time, and may say nothing meanwhile, by kind. A pipeline that runs may wait all the same. */
    private static final Map<String, String> AT_WORK = Map.of("DatasetVersion", "Ingesting", "TrainingRun", "Running");

    private final Optional<Duration> limit;
    private List<Standing> last = List.of();
    private Instant since = Instant.MIN;

    private Patience(Optional<Duration> limit) {
        this.limit = limit;
    }

    /** A person looks on, and can do something about it. */
    static Patience endless() {
        return new Patience(Optional.empty());
    }

    /** Nothing may stay as it is for longer, unless it is at work. */
    static Patience of(Duration limit) {
        return new Patience(Optional.of(limit));
    }

    /** What has stayed as it is for too long: the first that is not where it should be. */
    Optional<Standing> lost(Scene scene, Instant now) {
        boolean atWork = scene.standings().stream().anyMatch(standing -> standing.phase()
                .equals(AT_WORK.get(standing.name().kind())));
        if (atWork || !scene.standings().equals(last)) {
            last = scene.standings();
            since = now;
        }
        return limit.filter(patience -> Duration.between(since, now).compareTo(patience) >= 0)
                .flatMap(patience -> scene.standings().stream()
                        .filter(standing -> standing.outcome() == Outcome.UNDERWAY)
                        .findFirst());
    }
}
