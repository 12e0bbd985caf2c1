package dev.millrace.local.apiserver.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.LogOptions;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.apiserver.PodContainer;
import dev.millrace.local.apiserver.PodStreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests through the API server to pods, which here are servers of this process. */
@Timeout(60)
class ProxyTest {
    private static final String SERVICE = "/api/v1/namespaces/default/services/http:model:80/proxy";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, InetSocketAddress> pods = new ConcurrentHashMap<>();
    private ApiServer server;
    private HttpServer pod;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(new Options(0, null));
        server.attach(new PodStreams() {
            @Override
            public Log log(PodContainer container, LogOptions options) throws IOException {
                throw new Refusal(400, "no logs");
            }

            @Override
            public InetSocketAddress address(String namespace, String name, int port) throws IOException {
                InetSocketAddress address = pods.get(name + ":" + port);
                if (address == null) {
                    throw new Refusal(400, "no such pod");
                }
                return address;
            }
        });
        pod = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pod.start();
        create("services", """
                {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "model"},
                 "spec": {"ports": [{"name": "http", "port": 80, "targetPort": 8080}]}}""");
    }

    @AfterEach
    void stop() {
        pod.stop(0);
        server.close();
    }

    @Test
    void requestAndAnswerAreHandedOnWhole() throws Exception {
        endpoints("one");
        pods.put("one:8080", pod.getAddress());
        pod.createContext("/", exchange -> {
            String told = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Asked") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Answered", "yes");
            answer(exchange, 418, told.getBytes(StandardCharsets.UTF_8));
        });

        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(SERVICE + "/v2/proxy/a%20b/?x=1&y=%2F"))
                .header("X-Asked", "this")
                .POST(HttpRequest.BodyPublishers.ofString("body")));

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.headers().firstValue("X-Answered")).contains("yes");
        assertThat(response.body()).isEqualTo("POST /v2/proxy/a%20b/?x=1&y=%2F this null body");
    }

    @Test
    void podIsReachedByItsName() throws Exception {
        create("pods", """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "one"},
                 "spec": {"containers": [{"name": "main", "image": "a", "ports": [{"containerPort": 8080}]}]}}""");
        pods.put("one:8080", pod.getAddress());
        pod.createContext(
                "/",
                exchange -> answer(
                        exchange, 200, exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8)));

        assertThat(get("/api/v1/namespaces/default/pods/one/proxy").body()).isEqualTo("/");
        assertThat(get("/api/v1/namespaces/default/pods/one:8080/proxy/deep").body())
                .isEqualTo("/deep");
    }

    @Test
    void podThatRefusesIsPassedOver() throws Exception {
        endpoints("gone", "one");
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            pods.put("gone:8080", (InetSocketAddress) closed.getLocalSocketAddress());
        }
        pods.put("one:8080", pod.getAddress());
        pod.createContext("/", exchange -> answer(exchange, 200, new byte[] {'1'}));

        for (int i = 0; i < 20; i++) {
            assertThat(get(SERVICE).body()).isEqualTo("1");
        }
    }

    @Test
    void podThatHangsUpIsAnUnavailableService() throws Exception {
        endpoints("one");
        pods.put("one:8080", pod.getAddress());
        pod.createContext("/", HttpExchange::close);

        HttpResponse<String> response = get(SERVICE);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("error trying to reach service: EOF");
    }

    @Test
    void largeAnswerComesWhole() throws Exception {
        byte[] large = new byte[16 << 20];
        new Random(1).nextBytes(large);
        endpoints("one");
        pods.put("one:8080", pod.getAddress());
        pod.createContext("/sized", exchange -> answer(exchange, 200, large));
        pod.createContext("/chunked", chunks(large));

        for (String path : new String[] {"/sized", "/chunked"}) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(uri(SERVICE + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.body()).isEqualTo(large);
        }
    }

    @Test
    void partOfAnAnswerIsNotTakenForTheWhole() throws Exception {
        endpoints("one");
        pods.put("one:8080", pod.getAddress());
        pod.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write(new byte[5]);
            exchange.getResponseBody().flush();
            exchange.close();
        });

        assertThatThrownBy(() -> get(SERVICE)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNotHandedOnIsRefused() throws Exception {
        assertThat(get(SERVICE.replace("http:", "https:")).statusCode()).isEqualTo(501);
    }

    private static HttpHandler chunks(byte[] body) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void endpoints(String... names) throws Exception {
        StringBuilder addresses = new StringBuilder();
        for (int i = 0; i < names.length; i++) {
            addresses.append(
                    "%s{\"ip\": \"10.0.0.%d\", \"targetRef\": {\"kind\": \"Pod\", \"namespace\": \"default\", \"name\": \"%s\"}}"
                            .formatted(i == 0 ? "" : ", ", i + 1, names[i]));
        }
        create("endpoints", """
                {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "model"},
                 "subsets": [{"addresses": [%s], "ports": [{"name": "http", "port": 8080}]}]}""".formatted(addresses));
    }

    private void create(String plural, String json) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/api/v1/namespaces/default/" + plural))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(server.address() + path);
    }
}
