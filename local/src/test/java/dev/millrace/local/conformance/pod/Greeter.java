package dev.millrace.local.conformance.pod;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * A server for pods: it answers each request with its first argument. It comes to its pod as a class file in a ConfigMap, so that any image
 * with a Java virtual machine can run it.
 */
public final class Greeter {
    private static final int PORT = 8080;

    private Greeter() {}

    public static void main(String[] arguments) throws IOException {
        byte[] greeting = arguments[0].getBytes(StandardCharsets.UTF_8);
        String address = System.getenv().getOrDefault("MILLRACE_BIND_ADDRESS", "0.0.0.0");
        HttpServer server = HttpServer.create(new InetSocketAddress(address, PORT), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, greeting.length);
            exchange.getResponseBody().write(greeting);
            exchange.close();
        });
        server.start();
    }

    /** A ConfigMap with the class. */
    public static String configMap() {
        try (InputStream file = Objects.requireNonNull(Greeter.class.getResourceAsStream("Greeter.class"))) {
            return "{apiVersion: v1, kind: ConfigMap, metadata: {name: greeter}, binaryData: {class: %s}}"
                    .formatted(Base64.getEncoder().encodeToString(file.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The spec of a pod that greets, in YAML's flow style. */
    public static String podSpec(String image, String greeting) {
        return """
                {
                  terminationGracePeriodSeconds: 1,
                  volumes: [{name: greeter, configMap: {name: greeter, items: [{key: class, path: %s}]}}],
                  containers: [{
                    name: greeter, image: '%s', imagePullPolicy: IfNotPresent,
                    command: [java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', -cp, /greeter, %s, %s],
                    ports: [{name: http, containerPort: 8080}],
                    readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1, failureThreshold: 30},
                    volumeMounts: [{name: greeter, mountPath: /greeter}]
                  }]
                }
                """.formatted(
                        Greeter.class.getName().replace('.', '/') + ".class", image, Greeter.class.getName(), greeting);
    }
}
