package dev.millrace.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Clients with a kept connection each, which ask one request after another until they are stopped. */
final class LoadingClients {
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger closing = new AtomicInteger();
    private final CountDownLatch warm;
    private final List<Thread> threads;
    private volatile boolean stopped;

    LoadingClients(URI uri, String body, int count) {
        this.warm = new CountDownLatch(20 * count);
        this.threads = IntStream.range(0, count)
                .mapToObj(i -> new Thread(() -> run(uri, body), "client-" + i))
                .toList();
        threads.forEach(Thread::start);
    }

    private void run(URI uri, String body) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)).build();
        while (!stopped) {
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    failures.add(response.statusCode() + " " + response.body());
                }
                if (response.headers()
                        .firstValue("Connection")
                        .filter("close"::equalsIgnoreCase)
                        .isPresent()) {
                    closing.incrementAndGet();
                }
            } catch (IOException | InterruptedException e) {
                failures.add(e.toString());
            }
            warm.countDown();
        }
    }

    /** Returns when every client may have had many answers. */
    void awaitWarm() throws InterruptedException {
        warm.await();
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** What was not answered with 200. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Answers that told the client to leave its connection. */
    int closing() {
        return closing.get();
    }
}
