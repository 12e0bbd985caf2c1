package dev.millrace.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before a server and spoils connections, one fault for each connection, in order; when none is left it only passes on. */
public final class FaultyProxy implements AutoCloseable {
    /** What happens to a connection. */
    public sealed interface Fault {
        /** It is cut after so many bytes of the answer. */
        record Cut(int bytes) implements Fault {}

        /** The server is said to be overloaded. */
        record Busy() implements Fault {}

        /** After so many bytes of the answer nothing comes any more. */
        record Silent(int bytes) implements Fault {}

        /** The request arrives, and the answer does not. */
        record Lost() implements Fault {}
    }

    private static final String ERROR = "<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>";
    private static final byte[] BUSY =
            ("HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                            + ERROR.length() + "\r\n\r\n" + ERROR)
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final URI server;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile @Nullable Fault always;

    public FaultyProxy(URI server) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** The next connections, in order. */
    public synchronized void next(Fault... next) {
        faults.clear();
        faults.addAll(List.of(next));
        connections.set(0);
    }

    /** Whether all faults were met. */
    public synchronized boolean spent() {
        return faults.isEmpty();
    }

    /** All connections from now on; null: none. */
    public void always(@Nullable Fault fault) {
        always = fault;
    }

    /** Connections since the faults were set. */
    public int connections() {
        return connections.get();
    }

    private synchronized @Nullable Fault fault() {
        connections.incrementAndGet();
        return always != null ? always : faults.poll();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            open.add(client);
            Fault fault = fault();
            thread(() -> pass(client, fault));
        }
    }

    private void pass(Socket client, @Nullable Fault fault) throws IOException {
        if (fault instanceof Fault.Busy) {
            client.getInputStream().read(new byte[1 << 16]);
            client.getOutputStream().write(BUSY);
            client.shutdownOutput();
            drain(client.getInputStream());
            client.close();
            return;
        }
        try (client;
                Socket behind = new Socket(server.getHost(), server.getPort())) {
            open.add(behind);
            thread(() -> copy(client.getInputStream(), behind.getOutputStream(), Integer.MAX_VALUE));
            if (fault instanceof Fault.Cut cut) {
                copy(behind.getInputStream(), client.getOutputStream(), cut.bytes());
            } else if (fault instanceof Fault.Silent silent) {
                copy(behind.getInputStream(), client.getOutputStream(), silent.bytes());
                drain(behind.getInputStream());
            } else if (fault instanceof Fault.Lost) {
                behind.getInputStream().read();
            } else {
                copy(behind.getInputStream(), client.getOutputStream(), Integer.MAX_VALUE);
            }
        }
    }

    private static void drain(InputStream in) throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static void copy(InputStream in, OutputStream out, int most) throws IOException {
        byte[] buffer = new byte[1 << 14];
        for (int left = most; left > 0; ) {
            int n = in.read(buffer, 0, Math.min(buffer.length, left));
            if (n < 0) {
                return;
            }
            out.write(buffer, 0, n);
            out.flush();
            left -= most == Integer.MAX_VALUE ? 0 : n;
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A connection ended: that is what this proxy is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
