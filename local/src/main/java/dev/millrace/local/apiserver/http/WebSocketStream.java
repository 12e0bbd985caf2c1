package dev.millrace.local.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.EventExecutor;

/** An answer in text frames of a WebSocket. */
@SuppressWarnings("FutureReturnValueIgnored") // what a client that went away does not get, it does not miss
final class WebSocketStream implements Stream {
    private final ChannelHandlerContext context;

    WebSocketStream(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public EventExecutor executor() {
        return context.executor();
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public void write(ByteBuf message) {
        context.channel().writeAndFlush(new TextWebSocketFrame(message));
    }

    @Override
    public void end() {
        context.channel().writeAndFlush(new CloseWebSocketFrame(1000, "")).addListener(ChannelFutureListener.CLOSE);
    }
}
