package dev.millrace.local.proxy;

import dev.millrace.local.proxy.Listener.Targets;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens listeners. All connections share one thread: it only copies. */
final class Listeners implements AutoCloseable {
    private static final int PRIVILEGED = 1024;
    /** 80 becomes 8080. */
    private static final int UNPRIVILEGED_OFFSET = 8000;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    /**
     * Listens on an address; where that is not allowed, on an unprivileged port there, or on any port of 127.0.0.1.
     *
     * @throws IOException if none of them can be had
     */
    Listener open(InetSocketAddress address, List<InetSocketAddress> pods) throws IOException {
        Targets targets = new Targets(pods);
        ChannelFuture bound = bind(address, targets);
        if (!bound.isSuccess() && address.getPort() < PRIVILEGED) {
            bound = bind(new InetSocketAddress(address.getAddress(), address.getPort() + UNPRIVILEGED_OFFSET), targets);
        }
        if (!bound.isSuccess()) {
            bound = bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), targets);
        }
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause());
        }
        return new Listener(address, bound.channel(), targets);
    }

    private ChannelFuture bind(InetSocketAddress address, Targets targets) {
        return new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel client) {
                        Relay.join(client, targets::inTurn);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
