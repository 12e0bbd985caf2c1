package dev.millrace.local.apiserver.watch;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Stream;
import dev.millrace.local.apiserver.storage.Event;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client of changes. It has no thread: a change wakes it on its connection's executor, where it writes what has happened
 * since, as long as the client takes it. Who falls too far behind is told to list again.
 */
public final class Watch implements Stream.Listener {
    private static final int BOOKMARK_SECONDS = 30;
    private static final int MAX_LAG = 50_000;
    private static final int BATCH = 64 << 10;

    private final ResourceStore resource;
    private final WatchOptions options;
    private final EventFormat format;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable waker = this::wake;
    private final List<StoredObject> initial;
    private Event last;
    private @Nullable Stream stream;
    private @Nullable ScheduledFuture<?> end;
    private @Nullable ScheduledFuture<?> bookmarks;
    private volatile @Nullable EventExecutor executor;
    private boolean closed;

    /**
     * A watch that tells of some objects first, and then of what happens behind an event.
     *
     * @param initial told of as added
     */
    public Watch(
            ResourceStore resource, WatchOptions options, EventFormat format, List<StoredObject> initial, Event from) {
        this.resource = resource;
        this.options = options;
        this.format = format;
        this.initial = initial;
        this.last = from;
    }

    /** Begins; on the stream's executor. */
    public void open(Stream opened) {
        if (closed) {
            return;
        }
        stream = opened;
        executor = opened.executor();
        ByteBuf buffer = Unpooled.buffer();
        for (StoredObject object : initial) {
            format.write(EventFormat.ADDED, object, buffer);
            buffer = sent(opened, buffer, options.separateMessages() ? 0 : BATCH);
        }
        if (options.initialEventsEnd()) {
            format.bookmark(last.revision(), true, buffer);
        }
        sent(opened, buffer, 0);
        resource.watch(waker);
        end = opened.executor().schedule(this::timeOut, options.timeoutSeconds(), TimeUnit.SECONDS);
        if (options.bookmarks()) {
            bookmarks = opened.executor()
                    .scheduleWithFixedDelay(this::bookmark, BOOKMARK_SECONDS, BOOKMARK_SECONDS, TimeUnit.SECONDS);
        }
        wake();
    }

    private static ByteBuf sent(Stream stream, ByteBuf buffer, int atLeast) {
        if (buffer.readableBytes() <= atLeast) {
            return buffer;
        }
        stream.write(buffer);
        return Unpooled.buffer();
    }

    /** Something has happened. */
    private void wake() {
        EventExecutor there = executor;
        if (there != null && woken.compareAndSet(false, true)) {
            there.execute(this::drain);
        }
    }

    private void drain() {
        woken.set(false);
        Stream out = stream;
        if (closed || out == null) {
            return;
        }
        ByteBuf buffer = Unpooled.buffer();
        Event next = last.next();
        while (next != null && out.isWritable()) {
            last = next;
            write(next, buffer);
            buffer = sent(out, buffer, options.separateMessages() ? 0 : BATCH);
            next = last.next();
        }
        sent(out, buffer, 0);
        if (next != null && resource.lag(last) > MAX_LAG) {
            fail(Refused.because(Reason.EXPIRED, "too old resource version: " + last.revision()));
        }
    }

    private void write(Event event, ByteBuf buffer) {
        StoredObject before = event.before();
        StoredObject after = event.after();
        boolean was = before != null && options.selects(before);
        boolean is = after != null && options.selects(after);
        if (is) {
            format.write(was ? EventFormat.MODIFIED : EventFormat.ADDED, event.object(), buffer);
        } else if (was) {
            // One that is selected no more is shown as it was, at the revision at which it left.
            format.write(EventFormat.DELETED, event.object(), buffer);
        }
    }

    private void bookmark() {
        if (!closed && stream != null && stream.isWritable() && last.next() == null) {
            ByteBuf buffer = Unpooled.buffer();
            format.bookmark(last.revision(), false, buffer);
            stream.write(buffer);
        }
    }

    private void fail(Refused refused) {
        if (stream != null) {
            ByteBuf buffer = Unpooled.buffer();
            format.error(refused, buffer);
            stream.write(buffer);
        }
        timeOut();
    }

    private void timeOut() {
        if (!closed && stream != null) {
            closed();
            stream.end();
        }
    }

    @Override
    public void writable() {
        wake();
    }

    @Override
    public void closed() {
        closed = true;
        resource.unwatch(waker);
        if (end != null) {
            end.cancel(false);
        }
        if (bookmarks != null) {
            bookmarks.cancel(false);
        }
    }
}
