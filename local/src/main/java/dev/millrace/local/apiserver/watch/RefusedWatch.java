package dev.millrace.local.apiserver.watch;

import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Stream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A watch that cannot begin where it was asked to. As in Kubernetes it is told so by an event: clients that watch anew, over WebSockets above all,
 * take a refused request for a server that is away, and would ask again for ever.
 */
public final class RefusedWatch implements Stream.Listener {
    private final EventFormat format;
    private final Refused refused;

    public RefusedWatch(EventFormat format, Refused refused) {
        this.format = format;
        this.refused = refused;
    }

    /** Says so; on the stream's executor. */
    public void open(Stream opened) {
        ByteBuf buffer = Unpooled.buffer();
        format.error(refused, buffer);
        opened.write(buffer);
        opened.end();
    }

    @Override
    public void writable() {
        // All was said.
    }

    @Override
    public void closed() {
        // There is nothing to let go of.
    }
}
