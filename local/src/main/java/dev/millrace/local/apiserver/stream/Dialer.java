package dev.millrace.local.apiserver.stream;

import dev.millrace.local.apiserver.PodStreams;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Connects to ports of a pod, on the event loop of the client's connection. */
final class Dialer {
    private static final int CONNECT_MILLIS = 10_000;

    private final PodStreams kubelet;
    private final String namespace;
    private final String pod;
    private final ExecutorService workers;

    Dialer(PodStreams kubelet, String namespace, String pod, ExecutorService workers) {
        this.kubelet = kubelet;
        this.namespace = namespace;
        this.pod = pod;
        this.workers = workers;
    }

    /** What has become of a connection; called on the client's executor. */
    record Outcome(Consumer<Channel> connected, Consumer<String> failed) {}

    /** Connects; the handler is the connection's. */
    void dial(ChannelHandlerContext client, int port, ChannelHandler handler, Outcome outcome) {
        try {
            workers.execute(() -> locate(client, port, handler, outcome));
        } catch (RejectedExecutionException closing) {
            outcome.failed().accept("the API server is stopping");
        }
    }

    private void locate(ChannelHandlerContext client, int port, ChannelHandler handler, Outcome outcome) {
        try {
            InetSocketAddress address = kubelet.address(namespace, pod, port);
            connect(client, address, handler, outcome, port);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            client.executor().execute(() -> outcome.failed().accept(why));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener has the outcome
    private void connect(
            ChannelHandlerContext client,
            InetSocketAddress address,
            ChannelHandler handler,
            Outcome outcome,
            int port) {
        new Bootstrap()
                .group(client.channel().eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(handler)
                .connect(address)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        outcome.connected().accept(connected.channel());
                    } else {
                        outcome.failed()
                                .accept("failed to connect to localhost:" + port + " inside pod " + namespace + "/"
                                        + pod + ": " + connected.cause().getMessage());
                    }
                });
    }
}
