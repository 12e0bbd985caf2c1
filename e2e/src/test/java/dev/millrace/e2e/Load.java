package dev.millrace.e2e;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Steady requests from several threads, one open request each, until stopped. */
final class Load {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    private Load(ServedModel model, String request, int connections) {
        CountDownLatch first = new CountDownLatch(connections);
        threads = IntStream.range(0, connections)
                .mapToObj(i -> new Thread(() -> ask(model, request, first), "load-" + i))
                .toList();
        threads.forEach(Thread::start);
        try {
            first.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts, and returns when each thread has had its first answer. */
    static Load start(ServedModel model, String request, int connections) {
        return new Load(model, request, connections);
    }

    private void ask(ServedModel model, String request, CountDownLatch first) {
        while (!stopped.get()) {
            try {
                HttpResponse<String> response = model.post(request);
                if (response.statusCode() == 200) {
                    answered.incrementAndGet();
                } else {
                    failures.add(response.statusCode() + " " + response.body());
                }
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
            first.countDown();
        }
    }

    long answered() {
        return answered.get();
    }

    /** Stops; what was not answered with 200. */
    List<String> stop() {
        stopped.set(true);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return List.copyOf(failures);
    }
}
