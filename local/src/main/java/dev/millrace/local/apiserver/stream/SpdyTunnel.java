package dev.millrace.local.apiserver.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/** SPDY within the binary frames of a WebSocket: a frame is a piece of the byte stream. */
final class SpdyTunnel extends SimpleChannelInboundHandler<WebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        context.fireChannelRead(frame.content().retain());
    }

    /** For the way out. */
    ChannelHandler encoder() {
        return new MessageToMessageEncoder<ByteBuf>() {
            @Override
            protected void encode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
                out.add(new BinaryWebSocketFrame(bytes.retain()));
            }
        };
    }
}
