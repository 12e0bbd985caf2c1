package dev.millrace.data.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A server that answers each connection with the next of given bytes, whatever is asked, and then cuts it. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    ScriptedServer(ServerSocket socket) {
        this.socket = socket;
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedServer plain() throws IOException {
        return new ScriptedServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return socket.getLocalPort();
    }

    ScriptedServer then(String head, byte[] body) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        answer.writeBytes(body);
        synchronized (answers) {
            answers.add(answer.toByteArray());
        }
        return this;
    }

    ScriptedServer then(String head) {
        return then(head, new byte[0]);
    }

    /** The heads of the requests that came. */
    List<String> requests() {
        return requests;
    }

    private void serve() {
        try {
            while (true) {
                try (Socket connection = socket.accept()) {
                    answer(connection);
                } catch (IOException e) {
                    if (socket.isClosed()) {
                        return;
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(Socket connection) throws IOException {
        requests.add(head(connection.getInputStream()));
        byte[] answer;
        synchronized (answers) {
            answer = answers.poll();
        }
        if (answer != null) {
            connection.getOutputStream().write(answer);
            connection.getOutputStream().flush();
            connection.shutdownOutput();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            head.append((char) b);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
