package dev.millrace.local.apiserver.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a port of a pod. What the client sends before it is there is kept; neither side is read faster than the other
 * takes it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be written any more closes the connection, and that is seen
final class PodConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private final Channel client;
    private final Consumer<ByteBuf> received;
    private final Runnable ended;
    private final ByteBuf early = Unpooled.buffer();
    private @Nullable Channel pod;
    private boolean clientEnded;
    private boolean told;

    /**
     * For a client.
     *
     * @param received what the pod sends; the buffer is given away
     * @param ended the pod sends nothing more
     */
    PodConnection(Channel client, Consumer<ByteBuf> received, Runnable ended) {
        this.client = client;
        this.received = received;
        this.ended = ended;
    }

    /** It is there. */
    void connected(Channel channel) {
        pod = channel;
        if (early.isReadable()) {
            channel.writeAndFlush(early);
        } else {
            early.release();
        }
        if (clientEnded) {
            shutdownOutput(channel);
        }
    }

    /** The client sends bytes, which stay its own. */
    void send(ByteBuf bytes) {
        if (pod == null) {
            early.writeBytes(bytes);
        } else {
            pod.writeAndFlush(bytes.retain());
            if (!pod.isWritable()) {
                client.config().setAutoRead(false);
            }
        }
    }

    /** The client sends nothing more. */
    void sent() {
        clientEnded = true;
        if (pod != null) {
            shutdownOutput(pod);
        }
    }

    private static void shutdownOutput(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (channel instanceof SocketChannel socket && socket.isActive()) {
                socket.shutdownOutput();
            }
        });
    }

    void close() {
        if (pod != null) {
            pod.close();
        }
    }

    /** The client takes bytes again. */
    void clientWritable(boolean writable) {
        if (pod != null) {
            pod.config().setAutoRead(writable);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        received.accept(bytes.retain());
        if (!client.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            client.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            tell();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        client.config().setAutoRead(true);
        tell();
    }

    private void tell() {
        if (!told) {
            told = true;
            ended.run();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
