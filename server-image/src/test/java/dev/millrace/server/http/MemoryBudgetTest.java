package dev.millrace.server.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.server.protocol.RefusedException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final RequestBody.Limits limits = new RequestBody.Limits(100_000, 1, new MemoryBudget(150_000));

    @Test
    void refusesLargeBodiesWhileOthersHaveTheMemory() {
        RequestBody first = new RequestBody(limits, ByteBuffer.allocate(0));
        RequestBody second = new RequestBody(limits, ByteBuffer.allocate(0));
        first.append(ByteBuffer.allocate(100_000));

        assertThatThrownBy(() -> second.append(ByteBuffer.allocate(100_000)))
                .isInstanceOf(RefusedException.class)
                .hasMessage("other large requests are being answered: send this one again in a moment");

        first.release();
        second.append(ByteBuffer.allocate(100_000));
    }

    @Test
    void takesMemoryForWhatArrivedOnly() {
        for (int i = 0; i < 100; i++) {
            new RequestBody(limits, ByteBuffer.allocate(16)).append(ByteBuffer.allocate(500));
        }

        RequestBody large = new RequestBody(limits, ByteBuffer.allocate(16));
        large.append(ByteBuffer.allocate(40_000));
    }
}
