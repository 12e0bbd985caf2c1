package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods, media types and sizes. */
class HttpTest {
    private static final String ROW =
            "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[{\"x0\":0.5}]}]}";

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static ModelManifest model;

    @BeforeAll
    static void start() {
        SampleStore store = new SampleStore(folder);
        model = store.numbers(2);
        server = RunningServer.of(store, model);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v2                                | {"name":"millrace","version":"development","extensions":[]}
                    /v2/health/live                    | {"live":true}
                    /v2/health/ready                   | {"ready":true}
                    /v2/models/houses/ready            | {"name":"houses","ready":true}
                    /v2/models/houses/versions/7/ready | {"name":"houses","ready":true}
                    """)
    void tellsAboutItself(String path, String expected) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(tree(response.body())).isEqualTo(tree(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/houses", "/v2/models/houses/versions/7"})
    void tellsWhatTheModelTakesAndGives(String path) {
        String expected = """
                {"name": "houses", "versions": ["7"], "platform": "onnxruntime_onnx",
                 "inputs": [
                   {"name": "x0", "datatype": "FP64", "shape": [-1, 1],
                    "parameters": {"type": "number", "nullable": true, "min": -1.0, "max": 1.0}},
                   {"name": "x1", "datatype": "FP64", "shape": [-1, 1],
                    "parameters": {"type": "number", "nullable": true, "min": -1.0, "max": 1.0}}],
                 "outputs": [{"name": "prediction", "datatype": "FP32", "shape": [-1, 1]}],
                 "parameters": {"task": "regression", "label": "label", "max_rows": 1000,
                                "model_digest": "%s", "dataset_digest": "%s"}}
                """.formatted(model.digest(), model.dataset());

        assertThat(tree(server.get(path).body())).isEqualTo(tree(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v2/",
                "/v2/models/flats",
                "/v2/models/flats/infer",
                "/v2/models/houses/versions/8/infer",
                "/metrics",
                "/v2/models/%2e%2e/infer"
            })
    void saysWhatThereIsInsteadOfAnUnknownPath(String path) {
        HttpResponse<String> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(error(response)).contains("there is no '", "/v2/models/houses/infer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    | /v2/models/houses/infer | POST
                    PUT    | /v2/models/houses/infer | POST
                    DELETE | /v2/models/houses       | GET, HEAD
                    POST   | /v2/health/ready        | GET, HEAD
                    FROB   | /v2                     | GET, HEAD
                    """)
    void saysWhichMethodsAPathTakes(String method, String path, String allowed) {
        HttpResponse<String> response =
                server.send(HttpRequest.newBuilder(server.at(path)).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains(allowed);
        assertThat(error(response)).isEqualTo("'%s' takes %s".formatted(path, allowed));
    }

    @Test
    void answersHeadWithoutABody() {
        HttpResponse<String> response =
                server.send(HttpRequest.newBuilder(server.at("/v2")).method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "Application/JSON;charset=\"UTF-8\"",
                "application/x-www-form-urlencoded"
            })
    void readsJsonAndWhatCurlCallsAForm(String type) {
        assertThat(post("Content-Type", type).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/xml",
        "Content-Type, multipart/form-data; boundary=x",
        "Content-Type, application/octet-stream",
        "Content-Type, application/json; charset=utf-16",
        "Content-Encoding, gzip",
        "Inference-Header-Content-Length, 100"
    })
    void refusesOtherMedia(String header, String value) {
        HttpResponse<String> response = post(header, value);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(error(response)).startsWith(header);
    }

    private static HttpResponse<String> post(String header, String value) {
        return server.send(HttpRequest.newBuilder(server.at(RunningServer.INFER))
                .header(header, value)
                .POST(BodyPublishers.ofString(ROW)));
    }

    @Test
    void refusesALargeBodyThatIsAnnounced() {
        HttpResponse<String> response = server.infer(" ".repeat(RunningServer.MAX_BODY + 1));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(error(response)).isEqualTo("the body is larger than 262144 bytes: send fewer rows in each request");
    }

    @Test
    void refusesALargeBodyThatGrows() throws IOException {
        String piece = "8000\r\n" + " ".repeat(0x8000) + "\r\n";

        String response =
                exchange("POST /v2/models/houses/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + piece.repeat(9));

        assertThat(response).startsWith("HTTP/1.1 413 ").contains("Connection: close", "the body is larger than");
    }

    @Test
    void takesTheLargestBody() {
        assertThat(server.infer(ROW + " ".repeat(RunningServer.MAX_BODY - ROW.length()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void letsAClientContinue() throws IOException {
        String response = exchange(
                "POST /v2/models/houses/infer HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: %d\r\n"
                                .formatted(ROW.length())
                        + "Connection: close\r\n\r\n" + ROW);

        assertThat(response).startsWith("HTTP/1.1 100 Continue").contains("HTTP/1.1 200 OK", "prediction");
    }

    @Test
    void refusesABodyThatDoesNotCome() throws IOException {
        String response =
                exchange("POST /v2/models/houses/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"inputs\"");

        assertThat(response)
                .startsWith("HTTP/1.1 408 ")
                .contains("Connection: close", "{\"error\":\"the body was not there within 3 seconds\"}");
    }

    @Test
    void outlivesClientsThatBreakOff() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                write(
                        socket,
                        "POST /v2/models/houses/infer HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{\"inputs\"");
            }
        }

        assertThat(server.infer(ROW).statusCode()).isEqualTo(200);
        assertThat(server.metrics()).containsPattern("millrace_server_requests_total\\{code=\"200\"} [1-9]");
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        assertThat(exchange("\u0016\u0003\u0001 hello\r\n\r\n")).doesNotContain(" 200 ");
        assertThat(server.get("/v2/health/live").statusCode()).isEqualTo(200);
    }

    /** Sends bytes, and reads until the server closes the connection. */
    private static String exchange(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String error(HttpResponse<String> response) {
        return tree(response.body()).path("error").asText();
    }

    private static JsonNode tree(String json) {
        return Json.read(json, JsonNode.class);
    }
}
