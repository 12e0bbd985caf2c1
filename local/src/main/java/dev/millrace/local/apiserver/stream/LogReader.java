package dev.millrace.local.apiserver.stream;

import dev.millrace.local.apiserver.PodStreams.Log;
import dev.millrace.local.apiserver.http.Stream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a log into a stream, as fast as the client takes it. */
final class LogReader implements Stream.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final int BUFFER = 16 << 10;
    /** So many buffers may be on their way to the client. */
    private static final int AHEAD = 4;

    private final Log log;
    private final ExecutorService readers;
    private final Semaphore room = new Semaphore(AHEAD);
    private volatile boolean closed;
    private int held;

    LogReader(Log log, ExecutorService readers) {
        this.log = log;
        this.readers = readers;
    }

    void open(Stream stream) {
        try {
            readers.execute(() -> copy(stream));
        } catch (RejectedExecutionException closing) {
            log.close();
        }
    }

    private void copy(Stream stream) {
        byte[] buffer = new byte[BUFFER];
        try (log) {
            int count = log.read(buffer, 0, BUFFER);
            while (count > 0 && !closed) {
                byte[] part = Arrays.copyOf(buffer, count);
                room.acquire();
                stream.executor().execute(() -> write(stream, part));
                count = log.read(buffer, 0, BUFFER);
            }
        } catch (IOException e) {
            if (!closed) {
                LOG.warn("a log ended early cause={}", e.getMessage());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            stream.executor().execute(() -> {
                if (!closed) {
                    stream.end();
                }
            });
        }
    }

    /** Room is given back at once while the client keeps up, and else when it does again. */
    private void write(Stream stream, byte[] part) {
        if (closed) {
            room.release();
            return;
        }
        stream.write(Unpooled.wrappedBuffer(part));
        if (stream.isWritable()) {
            room.release();
        } else {
            held++;
        }
    }

    @Override
    public void writable() {
        room.release(held);
        held = 0;
    }

    @Override
    public void closed() {
        closed = true;
        room.release(held + AHEAD);
        held = 0;
        log.close();
    }
}
