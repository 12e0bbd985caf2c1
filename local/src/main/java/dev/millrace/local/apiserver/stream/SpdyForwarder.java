package dev.millrace.local.apiserver.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Port forwarding over SPDY/3.1: each connection is a pair of streams, one for bytes and one for what went wrong. Go's SPDY library has
 * no flow control, so there is none here: the connection's own does.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what a client that went away does not get, it does not miss
final class SpdyForwarder extends SimpleChannelInboundHandler<SpdyFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(SpdyForwarder.class);
    private static final int MAX_DATA = 32 << 10;

    private final Dialer dialer;
    private final Map<Integer, PodConnection> connections = new HashMap<>();
    /** Streams for errors, by the number of the request that they go with. */
    private final Map<String, Integer> errors = new HashMap<>();

    SpdyForwarder(Dialer dialer) {
        this.dialer = dialer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, SpdyFrame frame) {
        if (frame instanceof SpdySynStreamFrame opened) {
            open(context, opened);
        } else if (frame instanceof SpdyDataFrame data) {
            PodConnection connection = connections.get(data.streamId());
            if (connection != null) {
                connection.send(data.content());
                if (data.isLast()) {
                    connection.sent();
                }
            }
        } else if (frame instanceof SpdyPingFrame ping) {
            context.writeAndFlush(ping);
        } else if (frame instanceof SpdyRstStreamFrame reset) {
            PodConnection connection = connections.remove(reset.streamId());
            if (connection != null) {
                connection.close();
            }
        } else if (frame instanceof SpdyGoAwayFrame) {
            context.close();
        }
    }

    private void open(ChannelHandlerContext context, SpdySynStreamFrame opened) {
        int stream = opened.streamId();
        String request = String.valueOf(opened.headers().get("requestid"));
        CharSequence type = opened.headers().get("streamtype");
        if (type == null) {
            context.writeAndFlush(new DefaultSpdyRstStreamFrame(stream, SpdyStreamStatus.PROTOCOL_ERROR));
            return;
        }
        context.writeAndFlush(reply(stream, request));
        if (type.toString().equals("error")) {
            errors.put(request, stream);
            return;
        }
        int port;
        try {
            port = Integer.parseInt(String.valueOf(opened.headers().get("port")));
        } catch (NumberFormatException e) {
            fail(context, request, stream, "unable to parse the port of a stream");
            return;
        }
        PodConnection connection = new PodConnection(
                context.channel(), bytes -> data(context, stream, bytes), () -> end(context, request, stream));
        connections.put(stream, connection);
        dialer.dial(
                context,
                port,
                connection,
                new Dialer.Outcome(connection::connected, why -> fail(context, request, stream, why)));
    }

    /** Go's SPDY library ends the connection at a reply without a block of headers, and Netty writes none where there is no header. */
    private static SpdySynReplyFrame reply(int stream, String request) {
        SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(stream);
        reply.headers().set("requestid", request);
        return reply;
    }

    private static void data(ChannelHandlerContext context, int stream, ByteBuf bytes) {
        while (bytes.readableBytes() > MAX_DATA) {
            context.write(new DefaultSpdyDataFrame(stream, bytes.readRetainedSlice(MAX_DATA)));
        }
        context.writeAndFlush(new DefaultSpdyDataFrame(stream, bytes));
    }

    private void fail(ChannelHandlerContext context, String request, int stream, String why) {
        LOG.debug("port forwarding failed cause={}", why);
        Integer errorStream = errors.remove(request);
        if (errorStream != null) {
            last(
                    context,
                    errorStream,
                    Unpooled.copiedBuffer("an error occurred forwarding: " + why, StandardCharsets.UTF_8));
        }
        last(context, stream, Unpooled.EMPTY_BUFFER);
        connections.remove(stream);
    }

    private void end(ChannelHandlerContext context, String request, int stream) {
        if (connections.remove(stream) == null) {
            return;
        }
        last(context, stream, Unpooled.EMPTY_BUFFER);
        Integer errorStream = errors.remove(request);
        if (errorStream != null) {
            last(context, errorStream, Unpooled.EMPTY_BUFFER);
        }
    }

    private static void last(ChannelHandlerContext context, int stream, ByteBuf bytes) {
        DefaultSpdyDataFrame frame = new DefaultSpdyDataFrame(stream, bytes);
        frame.setLast(true);
        context.writeAndFlush(frame);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        boolean writable = context.channel().isWritable();
        connections.values().forEach(connection -> connection.clientWritable(writable));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.values().forEach(PodConnection::close);
        connections.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("port forwarding failed", cause);
        context.close();
    }
}
