package dev.millrace.local.apiserver;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What a kubelet gives the API server of running pods. Both may be called from many threads at once, and may block. */
public interface PodStreams {
    /**
     * The log of a container.
     *
     * @return open; the reader closes it, also while {@link Log#read} blocks in another thread
     * @throws Refusal when there is no such log; its message goes to the user as it is
     */
    Log log(PodContainer container, LogOptions options) throws IOException;

    /**
     * Where a port of a pod is reached.
     *
     * @throws Refusal when the pod does not run here
     */
    InetSocketAddress address(String namespace, String pod, int port) throws IOException;

    /** Lines of a log, as they are written. */
    interface Log extends AutoCloseable {
        /**
         * The next bytes; blocks until there are some.
         *
         * @return how many, at least 1, or -1 at the end, which a followed log has when its container has ended
         */
        int read(byte[] buffer, int offset, int length) throws IOException;

        @Override
        void close();
    }

    /** The kubelet understood, and cannot: a status code of HTTP with the words for the user. */
    final class Refusal extends IOException {
        private final int code;

        /** A refusal with a status code such as 400 or 404. */
        public Refusal(int code, String message) {
            super(message);
            this.code = code;
        }

        /** The status code. */
        public int code() {
            return code;
        }
    }
}
