package dev.millrace.local.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One side of a connection through the proxy: what it reads goes to the other side, and no more is read until that has taken it.
 *
 * <p>An end that says no more is passed on as such, and the other may still speak.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What fails closes the channel, and that is heard of.
final class Relay extends ChannelInboundHandlerAdapter {
    private static final int CONNECT_MILLISECONDS = 2_000;

    private @Nullable Channel other;

    private Relay(@Nullable Channel other) {
        this.other = other;
    }

    /**
     * Joins a client that was accepted to the first of the pods that takes the connection. A pod that does not was just ending: the next is
     * asked, and the client notices nothing.
     */
    static void join(Channel client, Supplier<List<InetSocketAddress>> pods) {
        Relay relay = new Relay(null);
        client.pipeline().addLast(relay);
        connect(client, relay, pods.get().iterator());
    }

    private static void connect(Channel client, Relay relay, Iterator<InetSocketAddress> pods) {
        if (!pods.hasNext() || !client.isOpen()) {
            client.close();
            return;
        }
        Relay back = new Relay(client);
        ChannelFuture connection = new Bootstrap()
                .group(client.eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLISECONDS)
                .handler(back)
                .connect(pods.next());
        connection.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                connect(client, relay, pods);
                return;
            }
            relay.other = done.channel();
            client.read();
            done.channel().read();
            if (!client.isOpen()) {
                done.channel().close();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel to = other;
        if (to == null) {
            throw new IllegalStateException("nothing is read before both sides are there");
        }
        to.writeAndFlush(message).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess()) {
                context.channel().read();
            } else {
                context.close();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        Channel to = other;
        if (event instanceof ChannelInputShutdownEvent && to instanceof DuplexChannel duplex) {
            if (((DuplexChannel) context.channel()).isOutputShutdown()) {
                context.close();
            }
            duplex.shutdownOutput().addListener(done -> {
                if (duplex.isInputShutdown()) {
                    duplex.close();
                }
            });
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Channel to = other;
        if (to != null) {
            to.close();
        }
    }

    /** A side that broke off: so does the other. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
