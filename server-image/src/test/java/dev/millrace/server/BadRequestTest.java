package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request is told by the field's name, with status 400, and never takes the server down. */
class BadRequestTest {
    private static final String AREA = tensor("area", "FP64", "[1,1]", "[0.5]");
    private static final String ROOMS = tensor("rooms", "INT64", "[1,1]", "[3]");
    private static final String GARDEN = tensor("garden", "BOOL", "[1,1]", "[true]");
    private static final String SOLD = tensor("sold", "INT64", "[1,1]", "[0]");
    private static final String STREET = tensor("street", "BYTES", "[1,1]", "[\"Pave\"]");

    @TempDir
    static Path folder;

    private static RunningServer server;

    @BeforeAll
    static void start() {
        SampleStore store = new SampleStore(folder);
        server = RunningServer.of(store, store.everyTypeWithRequired());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String tensor(String name, String datatype, String shape, String data) {
        return "{\"name\":\"%s\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}".formatted(name, datatype, shape, data);
    }

    private static String inputs(String... tensors) {
        return "{\"inputs\":[" + String.join(",", tensors) + "]}";
    }

    /** A right request with another tensor in the place of {@code area}. */
    private static String area(String datatype, String shape, String data) {
        return inputs(tensor("area", datatype, shape, data), ROOMS, GARDEN, SOLD, STREET);
    }

    private static String rows(String data) {
        return inputs("{\"name\":\"rows\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[" + data + "]}");
    }

    private static String with(String extra) {
        return "{" + extra + ",\"inputs\":[" + String.join(",", AREA, ROOMS, GARDEN, SOLD, STREET) + "]}";
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                // Not JSON, or not an object with inputs.
                arguments("", "the body is empty"),
                arguments("   ", "the body is empty"),
                arguments("[]", "the body must be a JSON object"),
                arguments("42", "the body must be a JSON object"),
                arguments("{\"inputs\":[", "ends too early"),
                arguments("{\"inputs\":}", "not JSON"),
                arguments("{'inputs':[]}", "not JSON"),
                arguments(inputs(AREA, ROOMS, GARDEN, SOLD, STREET) + "{}", "goes on after"),
                arguments("{}", "'area', 'rooms', 'garden', 'sold', 'street' must be there"),
                arguments("{\"inputs\":{}}", "inputs: must be a list"),
                arguments("{\"inputs\":[1]}", "inputs[0]: must be an object, not 1"),
                arguments("{\"instances\":[]}", "unknown field 'instances'"),
                arguments("{\"inputs\":[],\"inputs\":[]}", "'inputs' is there twice"),
                arguments("[".repeat(5_000), "the body must be a JSON object"),
                arguments(with("\"parameters\":" + "{\"a\":".repeat(40) + "1" + "}".repeat(40)), "nested deeper than"),
                arguments(with("\"id\":7"), "id: must be a string, not 7"),
                arguments(with("\"id\":\"" + "x".repeat(300) + "\""), "id: must be at most 256"),
                arguments(with("\"id\":\"a\\ud800b\""), "id: must be at most 256 printable"),
                arguments(with("\"parameters\":[]"), "parameters: must be an object"),
                arguments(with("\"parameters\":{\"explain\":true}"), "parameters.explain"),
                arguments(with("\"outputs\":[{\"name\":\"odds\"}]"), "outputs[0]: must name one of"),
                arguments(
                        with("\"outputs\":[{\"name\":\"prediction\"},{\"name\":\"prediction\"}]"),
                        "outputs[1]: must name one of"),
                arguments(with("\"outputs\":[\"prediction\"]"), "outputs[0]: must be an object, not \"prediction\""),
                // Inputs by column.
                arguments(inputs(AREA, ROOMS, GARDEN, SOLD), "'street' must be there"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, SOLD, STREET, tensor("pool", "BOOL", "[1]", "[true]")),
                        "inputs[5] 'pool': the model takes no such input"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, SOLD, STREET, AREA), "inputs[5] 'area': this input is there twice"),
                arguments(
                        inputs(AREA, tensor("rows", "BYTES", "[1]", "[\"{}\"]")),
                        "inputs[1] 'rows': a request has either"),
                arguments(inputs("{\"name\":\"area\"}"), "inputs[0] 'area': shape must be there"),
                arguments(
                        inputs("{\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}"), "inputs[0]: name must be there"),
                arguments(
                        inputs("{\"name\":\"area\",\"shape\":[1],\"data\":[1]}"),
                        "inputs[0] 'area': datatype must be there"),
                arguments(
                        inputs("{\"name\":\"area\",\"shape\":[1],\"datatype\":\"FP64\"}"),
                        "inputs[0] 'area': data must be there"),
                arguments(inputs("{\"name\":\"area\",\"dtype\":1}"), "inputs[0] 'area': unknown field 'dtype'"),
                arguments(inputs("{\"name\":3}"), "inputs[0]: name must be a string, not 3"),
                // Datatypes.
                arguments(area("FP16", "[1,1]", "[1]"), "inputs[0] 'area': unknown datatype 'FP16'"),
                arguments(area("BYTES", "[1,1]", "[\"1\"]"), "inputs[0] 'area': datatype must be FP64, not BYTES"),
                arguments(area("BOOL", "[1,1]", "[true]"), "inputs[0] 'area': datatype must be FP64, not BOOL"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, SOLD, tensor("street", "INT64", "[1]", "[1]")),
                        "inputs[4] 'street': datatype must be BYTES, not INT64"),
                arguments(
                        inputs(AREA, ROOMS, tensor("garden", "FP64", "[1]", "[1]"), SOLD, STREET),
                        "inputs[2] 'garden': datatype must be BOOL, not FP64"),
                // Shapes.
                arguments(area("FP64", "[]", "[1]"), "inputs[0] 'area': shape must be [n] or [n, 1]"),
                arguments(area("FP64", "[0]", "[]"), "shape must be [n] or [n, 1] with n of at least 1, not [0]"),
                arguments(area("FP64", "[-1]", "[]"), "at least 1, not [-1]"),
                arguments(area("FP64", "[1,2]", "[1,2]"), "at least 1, not [1, 2]"),
                arguments(area("FP64", "[1,1,1]", "[1]"), "shape must be [n] or [n, 1] with a whole number"),
                arguments(area("FP64", "[1.5]", "[1]"), "shape must be [n] or [n, 1] with a whole number"),
                arguments(area("FP64", "[99999999999]", "[1]"), "shape must be [n] or [n, 1] with a whole number"),
                arguments(area("FP64", "1", "[1]"), "shape must be [n] or [n, 1], not 1"),
                arguments(area("FP64", "[2,1]", "[1]"), "its shape promises 2 rows, its data have 1"),
                arguments(area("FP64", "[1,1]", "[1,2]"), "its shape promises 1 rows, its data have 2"),
                arguments(area("FP64", "[2,1]", "[[1],[2,3]]"), "inputs[0] 'area': data must be a list of values"),
                arguments(area("FP64", "[2,1]", "[[1],2]"), "data must be a list of values"),
                arguments(area("FP64", "[1,1]", "[[]]"), "data must be a list of values"),
                arguments(area("FP64", "[1]", "[[1]]"), "data of shape [n] must be a flat list"),
                arguments(area("FP64", "[1,1]", "1"), "data must be a list, not 1"),
                arguments(
                        inputs(AREA, tensor("rooms", "INT64", "[2,1]", "[1,2]")),
                        "inputs[1] 'rooms': it has 2 rows, the inputs before it have 1"),
                arguments(area("FP64", "[1001,1]", "[1]"), "at most 1000 rows"),
                arguments(area("FP64", "[1,1]", "[" + "1,".repeat(1_000) + "1]"), "at most 1000 rows"),
                // Values.
                arguments(
                        area("FP64", "[1,1]", "[\"7\"]"),
                        "inputs[0] 'area': data[0]: must be a number or null, not \"7\""),
                arguments(area("FP64", "[1,1]", "[true]"), "data[0]: must be a number or null, not true"),
                arguments(area("FP64", "[1,1]", "[{}]"), "data[0]: must be a number or null, not an object"),
                arguments(area("FP64", "[1,1]", "[[[1]]]"), "data[0]: must be a number or null, not a list"),
                arguments(area("FP64", "[1,1]", "[NaN]"), "inputs[0] 'area': data[0]: NaN is refused"),
                arguments(area("FP64", "[1,1]", "[Infinity]"), "data[0]: Infinity is refused"),
                arguments(area("FP64", "[1,1]", "[-Infinity]"), "data[0]: -Infinity is refused"),
                arguments(area("FP64", "[1,1]", "[1e999]"), "data[0]: 1e999 is outside the range of FP64"),
                arguments(area("FP64", "[1,1]", "[1e999999999999]"), "is outside the range of FP64"),
                arguments(area("FP32", "[1,1]", "[1e39]"), "data[0]: 1e39 is outside the range of FP32"),
                arguments(area("FP64", "[1,1]", "[" + "9".repeat(900) + "]"), "is outside the range of FP64"),
                arguments(area("FP64", "[1,1]", "[" + "9".repeat(2_000) + "]"), "a number of more than 1000 digits"),
                arguments(area("INT32", "[1,1]", "[3000000000]"), "data[0]: 3000000000 is outside the range of INT32"),
                arguments(area("UINT8", "[1,1]", "[-1]"), "data[0]: -1 is outside the range of UINT8"),
                arguments(area("INT64", "[1,1]", "[9223372036854775808]"), "is outside the range of INT64"),
                arguments(area("INT64", "[1,1]", "[9007199254740993]"), "9007199254740993 is no 64-bit floating-point"),
                arguments(area("INT64", "[1,1]", "[1.5]"), "data[0]: must be a whole number, not 1.5"),
                arguments(
                        inputs(AREA, tensor("rooms", "FP64", "[1]", "[2.5]")),
                        "inputs[1] 'rooms': data[0]: must be a whole number, not 2.5"),
                arguments(
                        inputs(AREA, ROOMS, tensor("garden", "BOOL", "[1]", "[1]")),
                        "inputs[2] 'garden': data[0]: must be true or false or null, not 1"),
                arguments(
                        inputs(AREA, ROOMS, tensor("garden", "UINT8", "[1]", "[2]")),
                        "inputs[2] 'garden': data[0]: must be 0 or 1"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, tensor("sold", "BYTES", "[1]", "[\"yesterday\"]")),
                        "inputs[3] 'sold': data[0]: must be a time such as 2026-01-31T12:00:00Z"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, tensor("sold", "BYTES", "[1]", "[\"+999999999-01-01\"]")),
                        "inputs[3] 'sold': data[0]: must be a time"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, SOLD, tensor("street", "BYTES", "[1]", "[20]")),
                        "inputs[4] 'street': data[0]: must be a string or null, not 20"),
                arguments(
                        inputs(AREA, tensor("rooms", "INT64", "[1]", "[null]")),
                        "inputs[1] 'rooms': data[0]: a value is missing"),
                arguments(
                        inputs(AREA, ROOMS, GARDEN, SOLD, tensor("street", "BYTES", "[1]", "[\"\"]")),
                        "inputs[4] 'street': data[0]: the empty string counts as a missing value"),
                // Rows.
                arguments(inputs(tensor("rows", "FP64", "[1]", "[1]")), "inputs[0] 'rows': datatype must be BYTES"),
                arguments(
                        rows("7"),
                        "inputs[0] 'rows': data[0]: must be a JSON object or a string that holds one, not 7"),
                arguments(rows("null"), "data[0]: must be a JSON object or a string that holds one, not null"),
                arguments(rows("\"area=1\""), "inputs[0] 'rows': data[0]: the string is not JSON"),
                arguments(rows("\"\""), "data[0]: the string must hold a JSON object"),
                arguments(rows("\"{}{}\""), "data[0]: field 'rooms': a value is missing"),
                arguments(
                        rows("\"{\\\"rooms\\\":1,\\\"street\\\":\\\"Pave\\\"} 1\""),
                        "data[0]: something follows the object"),
                arguments(rows("{\"rooms\":3}"), "inputs[0] 'rows': data[0]: field 'street': a value is missing"),
                arguments(
                        rows("{\"rooms\":\"3\"}"), "data[0]: field 'rooms': must be a whole number or null, not \"3\""),
                arguments(rows("{\"rooms\":3,\"rooms\":4}"), "data[0]: field 'rooms' is there twice"),
                arguments(rows("{\"pool\":1}"), "data[0]: the model takes no field 'pool'"),
                arguments(rows("{\"area\":NaN}"), "data[0]: field 'area': NaN is refused"),
                arguments(
                        rows("{\"street\":[\"Pave\"]}"),
                        "data[0]: field 'street': must be a string or null, not a list"),
                arguments(
                        rows("{\"\\ud800" + "x".repeat(500) + "\":1}"),
                        "data[0]: the model takes no field '\uFFFD" + "x".repeat(119) + "…'"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void namesTheField(String request, String message) {
        HttpResponse<String> response = server.infer(request);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(error(response))
                .contains(message)
                .doesNotContain("Exception")
                .doesNotContain("com.fasterxml");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin =
                inputs(tensor("street", "BYTES", "[1]", "[\"Stra\u00dfe\"]")).getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = inputs(AREA).getBytes(StandardCharsets.UTF_16LE);
        byte[] marked = ("\uFEFF" + inputs(AREA)).getBytes(StandardCharsets.UTF_8);

        assertThat(Stream.of(latin, utf16, marked)
                        .map(body -> server.infer(BodyPublishers.ofByteArray(body)))
                        .map(BadRequestTest::error))
                .hasSize(3)
                .allMatch("the body must be UTF-8 without a byte order mark"::equals);
    }

    @Test
    void readsManyDistinctNames() {
        StringBuilder names = new StringBuilder("\"parameters\":{");
        for (int i = 0; i < 20_000; i++) {
            names.append("\"p").append(i).append("\":1,");
        }

        HttpResponse<String> response =
                server.infer(with(names.append("\"q\":1}").toString()));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void namesTheInputsThatDriveTheModelOutOfItsRange(@TempDir Path other) {
        SampleStore store = new SampleStore(other);
        try (RunningServer unbounded = RunningServer.of(store, store.unbounded())) {
            HttpResponse<String> response = unbounded.infer(inputs(tensor("x", "FP64", "[2]", "[0.5,1e300]")));

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error(response))
                    .isEqualTo(
                            "the model gives no finite prediction for row 1: values are too far outside the training range"
                                    + " in [x]");
        }
    }

    @Test
    void takesHalvesOfSurrogatePairsForUnknownValues() {
        HttpResponse<String> response = server.infer(
                inputs(AREA, ROOMS, GARDEN, SOLD, tensor("street", "BYTES", "[1,1]", "[\"\\ud800\\u0000\"]")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void answersOnAfterAllThat() {
        assertThat(server.infer(inputs(AREA, ROOMS, GARDEN, SOLD, STREET)).statusCode())
                .isEqualTo(200);
        assertThat(server.metrics()).contains("millrace_server_errors_total{reason=\"wrong_value\"}");
    }

    private static String error(HttpResponse<String> response) {
        return Json.read(response.body(), JsonNode.class).path("error").asText();
    }
}
