package dev.millrace.local.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

/** An answer that goes on. All but {@link #executor} is called on its executor. */
public interface Stream {
    /** Where its callbacks run, and where it is written. */
    EventExecutor executor();

    /** Whether the client keeps up; else {@link Listener#writable} tells when it does again. */
    boolean isWritable();

    /** Sends bytes, one message; the buffer is given away. */
    void write(ByteBuf message);

    /** Ends the answer; the connection may go on. */
    void end();

    /** What happens to a stream. */
    interface Listener {
        /** There is room again. */
        void writable();

        /** The client is gone, or the server stops. */
        void closed();
    }
}
