package dev.millrace.local.guest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A program for pods of tests. Its first argument says what it does. */
public final class Guest {
    private Guest() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "exit" -> exit(arguments);
            case "say" -> say(arguments);
            case "limits" ->
                System.out.println("heap " + Runtime.getRuntime().maxMemory() + " processors "
                        + Runtime.getRuntime().availableProcessors());
            case "fill" -> fill();
            case "wait" -> {
                say(arguments);
                forEver();
            }
            case "linger" -> {
                Runtime.getRuntime().addShutdownHook(new Thread(Guest::forEver));
                System.out.println("lingering");
                forEver();
            }
            case "serve" -> serve(Integer.parseInt(arguments[1]), arguments.length > 2 ? arguments[2] : "");
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Ends with a code, after it has left its last words. */
    private static void exit(String[] arguments) throws IOException {
        if (arguments.length > 2) {
            Files.writeString(Path.of(System.getenv("MILLRACE_TERMINATION_LOG")), arguments[2]);
        }
        System.exit(Integer.parseInt(arguments[1]));
    }

    /** Prints its arguments, a line each; of one that begins with @ the file's text, with $ the variable. */
    private static void say(String[] arguments) throws IOException {
        for (int i = 1; i < arguments.length; i++) {
            String word = arguments[i];
            if (word.startsWith("@")) {
                System.out.println(Files.readString(Path.of(word.substring(1))));
            } else if (word.startsWith("$")) {
                System.out.println(System.getenv(word.substring(1)));
            } else {
                System.out.println(word);
            }
        }
    }

    private static void fill() {
        List<byte[]> held = new ArrayList<>();
        while (held.size() < Integer.MAX_VALUE) {
            held.add(new byte[1 << 20]);
        }
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers every path with its name; {@code /count} with the number of requests; and {@code /ready} once {@code file} is there. */
    private static void serve(int port, String file) throws IOException {
        InetAddress address = InetAddress.getByName(System.getenv("MILLRACE_BIND_ADDRESS"));
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        AtomicInteger count = new AtomicInteger();
        server.createContext("/", exchange -> {
            boolean asksReady = exchange.getRequestURI().getPath().equals("/ready");
            boolean ready = file.isEmpty() || Files.exists(Path.of(file));
            byte[] body = (System.getenv("HOSTNAME") + " " + count.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asksReady && !ready ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("serving");
    }
}
