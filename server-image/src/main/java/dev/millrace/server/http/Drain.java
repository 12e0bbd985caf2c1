package dev.millrace.server.http;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way out without a lost request: knows whether the server is going, and tells whoever waits when nothing is under way any more.
 */
final class Drain {
    private final AtomicInteger underWay = new AtomicInteger();
    private final Semaphore finished = new Semaphore(0);
    private final ExchangeCompletionListener completion = (exchange, next) -> {
        next.proceed();
        if (underWay.decrementAndGet() == 0 && isDraining()) {
            finished.release();
        }
    };
    private volatile boolean draining;

    /** A handler whose requests are waited for. */
    HttpHandler counting(HttpHandler handler) {
        return exchange -> {
            underWay.incrementAndGet();
            exchange.addExchangeCompleteListener(completion);
            handler.handleRequest(exchange);
        };
    }

    boolean isDraining() {
        return draining;
    }

    void begin() {
        draining = true;
    }

    /**
     * Waits until no request is under way.
     *
     * @return whether that came in time
     */
    boolean await(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (underWay.get() > 0) {
            if (!finished.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return underWay.get() == 0;
            }
        }
        return true;
    }
}
