package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What matters of an example at one time: the objects that were applied, and those of the pipelines' last executions.
 *
 * @param standings in the order in which the objects come into being
 * @param roots what was applied: the example is through when all of it is reached
 */
record Scene(List<Standing> standings, Set<ObjectName> roots) {
    /**
     * Chooses from the objects that there are.
     *
     * @param url of a served model, by its name; empty where it does not answer yet
     */
    static Scene of(List<JsonNode> objects, List<ObjectName> roots, Function<String, Optional<String>> url) {
        Set<ObjectName> wanted = new LinkedHashSet<>(roots);
        for (ObjectName root : roots) {
            Objects.find(objects, root).filter(Standings::isCurrent).ifPresent(object -> wanted.addAll(made(object)));
        }
        List<Standing> standings = new ArrayList<>();
        for (JsonNode object : objects) {
            ObjectName name = ObjectName.of(object);
            if (wanted.contains(name)) {
                standings.add(Standings.of(
                        object, name.kind().equals("ModelDeployment") ? url.apply(name.name()) : Optional.empty()));
            }
        }
        return new Scene(List.copyOf(standings), Set.copyOf(roots));
    }

    /** What a pipeline's execution made. */
    private static List<ObjectName> made(JsonNode pipeline) {
        List<ObjectName> made = new ArrayList<>();
        for (JsonNode step : pipeline.at("/status/execution/steps")) {
            JsonNode reference = step.path("ref");
            if (reference.has("kind") && reference.has("name")) {
                made.add(new ObjectName(
                        reference.path("kind").asText(), reference.path("name").asText()));
            }
        }
        return made;
    }

    /** What stands in the way: rather the object itself than a pipeline that repeats what it says. */
    Optional<Standing> broken() {
        return standings.stream()
                .filter(standing -> standing.outcome() == Outcome.BROKEN)
                .reduce((first, second) -> first.name().kind().equals("Pipeline") ? second : first);
    }

    /** Whether all that was applied is reached, and models that are said to be served have a URL. */
    boolean reached() {
        long reached = standings.stream()
                .filter(standing -> roots.contains(standing.name()))
                .filter(standing -> standing.outcome() == Outcome.REACHED)
                .count();
        return reached == roots.size()
                && standings.stream().allMatch(standing -> standing.outcome() == Outcome.REACHED);
    }

    /** Whether what was applied came to its end after a point in time: else the end may be one of an earlier life, and be over soon. */
    boolean endedAfter(Instant time) {
        return standings.stream().flatMap(standing -> standing.until().stream()).anyMatch(until -> until.isAfter(time));
    }

    /** The first model that is served. */
    Optional<ObjectName> served() {
        return first("ModelDeployment");
    }

    /** The first object of a kind. */
    Optional<ObjectName> first(String kind) {
        return standings.stream()
                .map(Standing::name)
                .filter(name -> name.kind().equals(kind))
                .findFirst();
    }
}
