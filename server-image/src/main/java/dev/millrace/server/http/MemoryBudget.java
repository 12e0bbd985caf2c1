package dev.millrace.server.http;

import dev.millrace.server.protocol.Refusal;
import dev.millrace.server.protocol.RefusedException;
import java.util.concurrent.atomic.AtomicLong;

/** The memory that the large bodies of all requests share: many of them at once are refused rather than let the process die. */
final class MemoryBudget {
    private final AtomicLong free;

    MemoryBudget(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** @throws RefusedException if other requests have it */
    void take(long bytes) {
        if (free.addAndGet(-bytes) < 0) {
            free.addAndGet(bytes);
            throw new RefusedException(
                    Refusal.OVERLOADED, "other large requests are being answered: send this one again in a moment");
        }
    }

    void giveBack(long bytes) {
        free.addAndGet(bytes);
    }
}
