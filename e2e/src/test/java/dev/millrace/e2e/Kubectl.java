package dev.millrace.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** kubectl in one namespace, as a person types it. */
record Kubectl(String namespace) {
    static final ObjectMapper JSON = new ObjectMapper();

    /** What a command printed, and how it ended. */
    record Answer(int status, String out, String err) {}

    /** Runs a command that has to work; its standard output. */
    String run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** Runs a command that has to work, with {@code input} on its standard input; its standard output. */
    String runWithInput(String input, String... arguments) {
        Answer answer = attempt(input, arguments);
        if (answer.status() != 0) {
            throw new AssertionError(
                    "kubectl " + String.join(" ", arguments) + " ended with " + answer.status() + ": " + answer.err());
        }
        return answer.out();
    }

    /** Runs a command that may fail. */
    Answer attempt(String input, String... arguments) {
        try {
            Process process = new ProcessBuilder(command(arguments)).start();
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> text(process.getInputStream()));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return new Answer(process.waitFor(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An object as it is now. */
    JsonNode get(String kind, String name) {
        return read(run("get", kind, name, "-o", "json"));
    }

    /** The objects of a kind that a label selector matches. */
    List<JsonNode> list(String kind, String selector) {
        List<JsonNode> items = new ArrayList<>();
        read(run("get", kind, "-l", selector, "-o", "json")).get("items").forEach(items::add);
        return items;
    }

    void apply(Path path) {
        run("apply", "-f", path.toString());
    }

    void apply(String yaml) {
        runWithInput(yaml, "apply", "-f", "-");
    }

    /**
     * Watches an object, which need not exist yet, until it is as wanted.
     *
     * @return the object as it was then
     */
    JsonNode await(String kind, String name, Duration limit, Predicate<JsonNode> wanted) {
        return await(kind, List.of("--field-selector", "metadata.name=" + name), limit, wanted);
    }

    /** Like {@link #await(String, String, Duration, Predicate)}, for any object that a label selector matches. */
    JsonNode awaitAny(String kind, String selector, Duration limit, Predicate<JsonNode> wanted) {
        return await(kind, List.of("-l", selector), limit, wanted);
    }

    private JsonNode await(String kind, List<String> which, Duration limit, Predicate<JsonNode> wanted) {
        List<String> arguments = new ArrayList<>(List.of("get", kind, "--watch", "-o", "json"));
        arguments.addAll(which);
        JsonNode[] last = new JsonNode[1];
        try {
            Process process = new ProcessBuilder(command(arguments.toArray(String[]::new)))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            CompletableFuture<Boolean> late = new CompletableFuture<Boolean>()
                    .completeOnTimeout(true, limit.toSeconds(), TimeUnit.SECONDS)
                    .whenComplete((timedOut, error) -> process.destroy());
            try (MappingIterator<JsonNode> objects =
                    JSON.readerFor(JsonNode.class).readValues(process.getInputStream())) {
                while (objects.hasNextValue()) {
                    last[0] = objects.nextValue();
                    if (wanted.test(last[0])) {
                        return last[0];
                    }
                }
            } catch (IOException e) {
                if (!late.isDone()) {
                    throw e;
                }
            } finally {
                late.complete(false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError(
                "%s %s was not as wanted within %s; last seen: %s".formatted(kind, which, limit, last[0]));
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a condition of that type has that status. */
    static Predicate<JsonNode> condition(String type, String status) {
        return object -> {
            for (JsonNode condition : object.at("/status/conditions")) {
                if (condition.path("type").asText().equals(type)) {
                    return condition.path("status").asText().equals(status);
                }
            }
            return false;
        };
    }

    static Predicate<JsonNode> phase(String phase) {
        return object -> object.at("/status/phase").asText().equals(phase);
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String text(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
