package dev.millrace.local.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RelayTest {
    private final Listeners listeners = new Listeners();
    private final List<ServerSocket> servers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        listeners.close();
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    /** A server that reads each connection to its end, and then answers with its name and what it has read. */
    private InetSocketAddress server(String name) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        servers.add(server);
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    byte[] read = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write((name + " ").getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().write(read);
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static InetSocketAddress nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static String ask(InetSocketAddress address, String text) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Listener listener(InetSocketAddress... pods) throws IOException {
        return listeners.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(pods));
    }

    @Test
    void aSideThatHasSaidAllStillHears() throws Exception {
        Listener listener = listener(server("a"));
        String large = "x".repeat(3_000_000);

        assertThat(ask(listener.address(), large)).isEqualTo("a " + large);
    }

    @Test
    void connectionsGoToAllInTurn() throws Exception {
        Listener listener = listener(server("a"), server("b"));

        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(ask(listener.address(), ""));
        }

        assertThat(answers).containsExactlyInAnyOrder("a ", "a ", "b ", "b ");
    }

    @Test
    void aPodThatHasGoneIsPassedOver() throws Exception {
        Listener listener = listener(nobody(), server("b"));

        for (int i = 0; i < 4; i++) {
            assertThat(ask(listener.address(), "hello")).isEqualTo("b hello");
        }
    }

    @Test
    void newPodsTakeOverWithoutANewListener() throws Exception {
        Listener listener = listener(server("a"));
        assertThat(ask(listener.address(), "")).isEqualTo("a ");

        listener.update(List.of(server("b")));

        assertThat(ask(listener.address(), "")).isEqualTo("b ");
    }

    @Test
    void anAddressThatCannotBeHadIsReplaced() throws Exception {
        Listener listener = listeners.open(new InetSocketAddress("203.0.113.7", 4711), List.of(server("a")));

        assertThat(listener.isElsewhere()).isTrue();
        assertThat(listener.address().getAddress().isLoopbackAddress()).isTrue();
        assertThat(ask(listener.address(), "")).isEqualTo("a ");
    }
}
