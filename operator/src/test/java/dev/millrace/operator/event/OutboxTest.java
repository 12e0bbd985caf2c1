package dev.millrace.operator.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OutboxTest {
    private final List<Integer> sent = new CopyOnWriteArrayList<>();

    @Test
    void sendsInOrderAndNobodyWaits() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        try (Outbox outbox = new Outbox()) {
            outbox.execute(() -> await(first));
            IntStream.range(0, 10).forEach(i -> outbox.execute(() -> sent.add(i)));
            outbox.execute(last::countDown);
            assertThat(sent).isEmpty();

            first.countDown();
            assertThat(last.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(sent).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void sendsWhatWaitsBeforeItEnds() {
        Outbox outbox = new Outbox();
        IntStream.range(0, 200).forEach(i -> outbox.execute(() -> sent.add(i)));

        outbox.close();

        assertThat(sent).hasSize(200);
    }

    @Test
    void dropsWhatItCannotKeepAndGoesOn() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        try (Outbox outbox = new Outbox()) {
            outbox.execute(() -> await(first));
            IntStream.range(0, 3_000).forEach(i -> outbox.execute(() -> sent.add(i)));
            first.countDown();
        }
        assertThat(sent).hasSizeBetween(2_000, 2_001).startsWith(0, 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
