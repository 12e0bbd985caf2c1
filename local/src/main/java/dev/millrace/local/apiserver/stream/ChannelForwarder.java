package dev.millrace.local.apiserver.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Port forwarding over numbered channels of a WebSocket: a frame's first byte is its channel. Each port has two, for bytes and for what
 * went wrong, and each of them begins with the port in two bytes, the lower one first.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what a client that went away does not get, it does not miss
final class ChannelForwarder extends SimpleChannelInboundHandler<WebSocketFrame> {
    private final Dialer dialer;
    private final List<Integer> ports;
    private final List<PodConnection> connections = new ArrayList<>();

    ChannelForwarder(Dialer dialer, List<Integer> ports) {
        this.dialer = dialer;
        this.ports = ports;
    }

    /** Connects to all ports. */
    void open(ChannelHandlerContext context) {
        for (int port : ports) {
            int channel = 2 * connections.size();
            frame(context, channel, Unpooled.buffer().writeShortLE(port));
            frame(context, channel + 1, Unpooled.buffer().writeShortLE(port));
            PodConnection connection = new PodConnection(
                    context.channel(), bytes -> frame(context, channel, bytes), () -> context.close());
            connections.add(connection);
            dialer.dial(context, port, connection, new Dialer.Outcome(connection::connected, why -> {
                frame(context, channel + 1, Unpooled.copiedBuffer(why, StandardCharsets.UTF_8));
                context.close();
            }));
        }
    }

    private static void frame(ChannelHandlerContext context, int channel, ByteBuf bytes) {
        ByteBuf head = Unpooled.buffer(1).writeByte(channel);
        context.channel().writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(head, bytes)));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        ByteBuf content = frame.content();
        if (!content.isReadable()) {
            return;
        }
        int channel = content.readUnsignedByte();
        if (channel % 2 == 0 && channel / 2 < connections.size()) {
            connections.get(channel / 2).send(content);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean writable = context.channel().isWritable();
        connections.forEach(connection -> connection.clientWritable(writable));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.forEach(PodConnection::close);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
