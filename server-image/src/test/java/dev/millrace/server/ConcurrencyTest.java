package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests at the same time do not see each other's rows. */
class ConcurrencyTest {
    private static final int THREADS = 12;
    private static final int REQUESTS = 40;

    @TempDir
    Path folder;

    @Test
    void givesEachRequestItsOwnAnswer() throws Exception {
        SampleStore store = new SampleStore(folder);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (RunningServer server = RunningServer.of(store, store.numbers(3))) {
            List<Double> alone = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                alone.add(server.answer(request(i, 1)).at("/outputs/0/data/0").asDouble());
            }
            assertThat(alone).doesNotHaveDuplicates();

            List<Future<Boolean>> answers = IntStream.range(0, THREADS)
                    .mapToObj(i -> threads.submit(() -> IntStream.range(0, REQUESTS)
                            .allMatch(j -> matches(server.answer(request(i, rows(j))), rows(j), alone.get(i)))))
                    .toList();

            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Mostly one row; now and then so many that the body comes in pieces and a worker answers. */
    private static int rows(int request) {
        return request % 10 == 9 ? 900 : 1;
    }

    private static String request(int value, int rows) {
        String row = "{\"x0\":0.0%d,\"x1\":%s,\"x2\":-0.5}".formatted(value, value / 20.0);
        String data = IntStream.range(0, rows).mapToObj(i -> row).collect(Collectors.joining(","));
        return "{\"id\":\"%d\",\"inputs\":[{\"name\":\"rows\",\"shape\":[%d],\"datatype\":\"BYTES\",\"data\":[%s]}]}"
                .formatted(value, rows, data);
    }

    private static boolean matches(JsonNode answer, int rows, double prediction) {
        JsonNode data = answer.at("/outputs/0/data");
        boolean all = data.size() == rows;
        for (JsonNode value : data) {
            all &= Math.abs(value.asDouble() - prediction) < 1e-4;
        }
        return all;
    }
}
