package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Reads standings from statuses. */
final class Standings {
    /** Phases that nothing but a person ends. */
    private static final Set<String> STOPPED = Set.of("Failed", "Rejected", "Suspended");

    private Standings() {}

    /**
     * Where an object of one of Millrace's kinds stands.
     *
     * @param url of a served model on this machine; empty where there is none yet
     */
    static Standing of(JsonNode object, Optional<String> url) {
        JsonNode status = object.path("status");
        Instant since = Instant.parse(object.at("/metadata/creationTimestamp").asText());
        String phase = status.path("phase").asText("Pending");
        Outcome outcome = outcome(object, phase);
        ObjectName name = ObjectName.of(object);
        String detail =
                switch (name.kind()) {
                    case "DatasetVersion" -> dataset(status, outcome);
                    case "TrainingRun" -> run(status, outcome);
                    case "ModelDeployment" ->
                        url.filter(known -> outcome == Outcome.REACHED).orElseGet(() -> message(status));
                    default -> message(status);
                };
        return new Standing(name, phase, detail, part(status, phase), outcome, since, end(status, outcome));
    }

    /** Whether the status is about the spec as it is. */
    static boolean isCurrent(JsonNode object) {
        return object.at("/status/observedGeneration").asLong()
                == object.at("/metadata/generation").asLong();
    }

    private static Outcome outcome(JsonNode object, String phase) {
        JsonNode status = object.path("status");
        if (!isCurrent(object)) {
            return Outcome.UNDERWAY;
        }
        if (STOPPED.contains(phase) || isTrue(status, "Stalled")) {
            return Outcome.BROKEN;
        }
        return isTrue(status, "Ready") ? Outcome.REACHED : Outcome.UNDERWAY;
    }

    private static String dataset(JsonNode status, Outcome outcome) {
        if (outcome != Outcome.REACHED) {
            return message(status);
        }
        int passed = status.at("/tests/passed").asInt();
        int all = passed
                + status.at("/tests/warned").asInt()
                + status.at("/tests/failed").asInt();
        List<String> parts = new ArrayList<>();
        parts.add(count(status.path("rows").asLong(), "row"));
        if (all > 0) {
            parts.add("%d of %s passed".formatted(passed, count(all, "test")));
        }
        return joined(parts, status);
    }

    private static String run(JsonNode status, Outcome outcome) {
        JsonNode progress = status.path("progress");
        if (outcome == Outcome.REACHED) {
            List<String> parts = new ArrayList<>();
            if (status.has("score")) {
                parts.add(status.path("score").asText() + " on the test split");
            }
            if (status.has("epochs")) {
                parts.add(count(status.path("epochs").asLong(), "epoch"));
            }
            return joined(parts, status);
        }
        if (outcome == Outcome.BROKEN || !progress.path("epoch").isNumber()) {
            return message(status);
        }
        String epochs = "epoch %d of %d"
                .formatted(
                        progress.path("epoch").asLong(), progress.path("epochs").asLong());
        JsonNode loss = progress.path("loss");
        return loss.isNumber() ? "%s, loss %s".formatted(epochs, Figures.shortened(loss.asDouble())) : epochs;
    }

    private static String joined(List<String> parts, JsonNode status) {
        if (status.path("cached").asBoolean()) {
            parts.add("found in the store");
        }
        return String.join(", ", parts);
    }

    private static OptionalDouble part(JsonNode status, String phase) {
        JsonNode percent = status.at("/progress/percent");
        return phase.equals("Running") && percent.isNumber()
                ? OptionalDouble.of(percent.asDouble() / 100)
                : OptionalDouble.empty();
    }

    private static Optional<Instant> end(JsonNode status, Outcome outcome) {
        if (outcome == Outcome.UNDERWAY) {
            return Optional.empty();
        }
        return condition(status, "Ready")
                .map(condition -> condition.path("lastTransitionTime").asText())
                .filter(time -> !time.isEmpty())
                .map(Instant::parse);
    }

    private static String message(JsonNode status) {
        return status.path("message").asText().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static boolean isTrue(JsonNode status, String type) {
        return condition(status, type)
                .filter(condition -> condition.path("status").asText().equals("True"))
                .isPresent();
    }

    private static Optional<JsonNode> condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    private static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
