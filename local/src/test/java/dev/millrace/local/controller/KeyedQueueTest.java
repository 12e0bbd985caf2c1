package dev.millrace.local.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.timer.Timers;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedQueueTest {
    private static final String KEY = "team/job";
    private static final String LATER = "team/later";
    private static final Status NAMESPACE_ENDS = new StatusBuilder()
            .withCode(403)
            .withReason("Forbidden")
            .withMessage("unable to create new content in namespace team because it is being terminated")
            .withNewDetails()
            .addNewCause("metadata.namespace", "namespace team is being terminated", "NamespaceTerminating")
            .endDetails()
            .build();
    private static final Status QUOTA_IS_USED_UP = new StatusBuilder()
            .withCode(403)
            .withReason("Forbidden")
            .withMessage("exceeded quota: pods")
            .withNewDetails()
            .endDetails()
            .build();

    private final Timers threads = new Timers("test", 1);
    private final AtomicInteger tries = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.close();
    }

    @Test
    void whatIsRefusedIsTriedAgain() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(3);
        KeyedQueue queue = new KeyedQueue("test", threads, key -> {
            done.countDown();
            if (done.getCount() > 0) {
                throw new KubernetesClientException(QUOTA_IS_USED_UP);
            }
            return Optional.empty();
        });
        queue.open();

        queue.add(KEY);

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatIsRefusedBecauseTheNamespaceGoesIsNotTriedAgain() throws InterruptedException {
        CountDownLatch later = new CountDownLatch(1);
        KeyedQueue queue = new KeyedQueue("test", threads, key -> {
            if (key.equals(LATER)) {
                later.countDown();
                return Optional.empty();
            }
            tries.incrementAndGet();
            throw new KubernetesClientException(NAMESPACE_ENDS);
        });
        queue.open();

        queue.add(KEY);
        // Behind the time at which the first retry would be.
        queue.addAfter(LATER, Duration.ofMillis(200));

        assertThat(later.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tries).hasValue(1);
    }
}
