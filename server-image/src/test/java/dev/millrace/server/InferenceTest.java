package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What right requests are answered. */
class InferenceTest {
    private static final String COLUMNS = """
            {"id": "first", "inputs": [
              {"name": "area", "shape": [2, 1], "datatype": "FP64", "data": [0.5, null]},
              {"name": "rooms", "shape": [2], "datatype": "INT64", "data": [1, 9]},
              {"name": "garden", "shape": [2, 1], "datatype": "BOOL", "data": [[true], [false]]},
              {"name": "sold", "shape": [2, 1], "datatype": "INT64", "data": [0, null]},
              {"name": "street", "shape": [2, 1], "datatype": "BYTES", "data": ["Pave", "Straße 😀"]}]}
            """;

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static ModelManifest model;

    @BeforeAll
    static void start() {
        SampleStore store = new SampleStore(folder);
        model = store.everyType();
        server = RunningServer.of(store, model);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void answersColumns() {
        JsonNode answer = server.answer(COLUMNS);

        assertThat(answer.path("model_name").asText()).isEqualTo("houses");
        assertThat(answer.path("model_version").asText()).isEqualTo("7");
        assertThat(answer.path("id").asText()).isEqualTo("first");
        assertThat(answer.path("parameters"))
                .isEqualTo(tree("{\"model_version\":\"7\",\"model_digest\":\"%s\",\"out_of_range\":[\"rooms\"]}"
                        .formatted(model.digest())));
        JsonNode prediction = answer.at("/outputs/0");
        JsonNode probabilities = answer.at("/outputs/1");
        assertThat(prediction.path("name").asText()).isEqualTo("prediction");
        assertThat(prediction.path("datatype").asText()).isEqualTo("BYTES");
        assertThat(prediction.path("shape")).isEqualTo(tree("[2,1]"));
        assertThat(probabilities.path("name").asText()).isEqualTo("probabilities");
        assertThat(probabilities.path("datatype").asText()).isEqualTo("FP32");
        assertThat(probabilities.path("shape")).isEqualTo(tree("[2,2]"));
        for (int row = 0; row < 2; row++) {
            double no = probabilities.path("data").path(2 * row).asDouble();
            double yes = probabilities.path("data").path(2 * row + 1).asDouble();
            assertThat(no + yes).isBetween(0.99999, 1.00001);
            assertThat(prediction.path("data").path(row).asText()).isEqualTo(yes > no ? "Yes" : "No");
        }
    }

    @Test
    void answersRowsAsColumns() {
        String asTexts = """
                {"inputs": [{"name": "rows", "shape": [2], "datatype": "BYTES", "data": [
                  "{\\"area\\": 0.5, \\"rooms\\": 1, \\"garden\\": true, \\"sold\\": 0, \\"street\\": \\"Pave\\"}",
                  "{\\"street\\": \\"Straße 😀\\", \\"garden\\": false, \\"rooms\\": 9.0, \\"area\\": null}"]}]}
                """;
        String asObjects = """
                {"inputs": [{"name": "rows", "shape": [2, 1], "datatype": "BYTES", "data": [
                  [{"area": 0.5, "rooms": 1, "garden": true, "sold": "1970-01-01", "street": "Pave"}],
                  [{"street": "Straße 😀", "garden": false, "rooms": 9, "id": {"any": [1, {"thing": 2}]}, "label": "No"}]]}]}
                """;
        JsonNode columns = server.answer(COLUMNS);

        assertThat(server.answer(asTexts).path("outputs")).isEqualTo(columns.path("outputs"));
        assertThat(server.answer(asObjects).path("outputs")).isEqualTo(columns.path("outputs"));
    }

    @Test
    void takesFieldsInAnyOrder() {
        String dataFirst = """
                {"inputs": [
                  {"data": [0.5, null], "datatype": "FP64", "name": "area", "shape": [2, 1]},
                  {"data": [1, 9], "shape": [2], "name": "rooms", "datatype": "INT64"},
                  {"datatype": "BOOL", "data": [[true], [false]], "name": "garden", "shape": [2, 1]},
                  {"name": "sold", "data": ["1970-01-01T01:00:00+01:00", null], "shape": [2, 1], "datatype": "BYTES"},
                  {"parameters": {}, "data": ["Pave", "Straße 😀"], "name": "street", "shape": [2, 1], "datatype": "BYTES"},
                  {"name": "label", "shape": [2], "datatype": "BYTES", "data": ["Yes", "No"]}],
                 "parameters": {"trace": {"on": [true]}, "explain": false}, "outputs": [], "id": "last"}
                """;

        assertThat(server.answer(dataFirst).path("outputs"))
                .isEqualTo(server.answer(COLUMNS).path("outputs"));
    }

    @Test
    void takesEveryDatatypeThatLosesNothing() {
        JsonNode expected =
                server.answer(oneRow("FP64", "INT64", "BOOL", "true")).path("outputs");

        for (String integers :
                List.of("INT8", "INT16", "INT32", "UINT8", "UINT16", "UINT32", "UINT64", "FP32", "FP64")) {
            assertThat(server.answer(oneRow(integers, integers, "UINT8", "1")).path("outputs"))
                    .as(integers)
                    .isEqualTo(expected);
        }
    }

    private static String oneRow(String area, String rooms, String garden, String planted) {
        return """
            {"inputs": [
              {"name": "area", "shape": [1], "datatype": "%s", "data": [2]},
              {"name": "rooms", "shape": [1], "datatype": "%s", "data": [3]},
              {"name": "garden", "shape": [1], "datatype": "%s", "data": [%s]},
              {"name": "sold", "shape": [1], "datatype": "INT64", "data": [1000000]},
              {"name": "street", "shape": [1], "datatype": "BYTES", "data": ["Grvl"]}]}
            """.formatted(area, rooms, garden, planted);
    }

    @Test
    void imputesWhatIsMissing() {
        JsonNode absent = server.answer(rows("{}"));
        JsonNode nulls =
                server.answer(rows("{\"area\":null,\"rooms\":null,\"garden\":null,\"sold\":null,\"street\":null}"));

        assertThat(absent.path("outputs")).isEqualTo(nulls.path("outputs"));
        assertThat(absent.at("/parameters/out_of_range")).isEmpty();
    }

    @Test
    void givesTheOutputsThatAreAskedFor() {
        JsonNode answer = server.answer(
                rows("{}").replace("{\"inputs\"", "{\"outputs\":[{\"name\":\"probabilities\"}],\"inputs\""));

        assertThat(answer.path("outputs")).hasSize(1);
        assertThat(answer.at("/outputs/0/name").asText()).isEqualTo("probabilities");
    }

    @Test
    void givesEachRequestAnIdOfItsOwn() {
        String first = server.answer(rows("{}")).path("id").asText();
        String second = server.answer(rows("{}")).path("id").asText();

        assertThat(first).matches("[0-9a-f-]{36}").isNotEqualTo(second);
    }

    @Test
    void answersManyRowsInTheirOrder() {
        String many = IntStream.range(0, 900)
                .mapToObj(i -> "{\"area\":%s,\"rooms\":%d,\"street\":\"%s\"}"
                        .formatted(i / 450.0 - 1, i % 2, i % 3 == 0 ? "Pave" : "Grvl"))
                .collect(Collectors.joining(","));

        JsonNode batch = server.answer(
                "{\"inputs\":[{\"name\":\"rows\",\"shape\":[900],\"datatype\":\"BYTES\",\"data\":[" + many + "]}]}");

        assertThat(batch.at("/outputs/0/shape")).isEqualTo(tree("[900,1]"));
        for (int row : new int[] {0, 1, 449, 899}) {
            JsonNode alone = server.answer(rows("{\"area\":%s,\"rooms\":%d,\"street\":\"%s\"}"
                    .formatted(row / 450.0 - 1, row % 2, row % 3 == 0 ? "Pave" : "Grvl")));
            assertThat(batch.at("/outputs/1/data").path(2 * row).asDouble())
                    .isCloseTo(alone.at("/outputs/1/data/0").asDouble(), Offset.offset(1e-6));
        }
    }

    @Test
    void readsBodiesThatComeInPieces() {
        HttpResponse<String> chunked = server.infer(BodyPublishers.ofByteArrays(COLUMNS.lines()
                .map(line -> (line + "\n").getBytes(StandardCharsets.UTF_8))
                .toList()));

        assertThat(tree(chunked.body()).path("outputs"))
                .isEqualTo(server.answer(COLUMNS).path("outputs"));
    }

    private static String rows(String row) {
        return "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[" + row + "]}]}";
    }

    private static JsonNode tree(String json) {
        return Json.read(json, JsonNode.class);
    }
}
