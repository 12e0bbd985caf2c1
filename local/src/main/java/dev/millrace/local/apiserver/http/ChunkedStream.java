package dev.millrace.local.apiserver.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.EventExecutor;

/** An answer in parts. */
@SuppressWarnings("FutureReturnValueIgnored") // what a client that went away does not get, it does not miss
final class ChunkedStream implements Stream {
    private final ChannelHandlerContext context;
    private final ChannelHandler handler;

    private ChunkedStream(ChannelHandlerContext context, ChannelHandler handler) {
        this.context = context;
        this.handler = handler;
    }

    /** An answer of 200 in chunks; on the connection's executor. */
    static ChunkedStream open(ChannelHandlerContext context, String contentType, Listener listener) {
        DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        head.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        return open(context, head, listener);
    }

    /** Sends the head; on the connection's executor. */
    static ChunkedStream open(ChannelHandlerContext context, HttpResponse head, Listener listener) {
        StreamHandler handler = new StreamHandler(listener);
        context.pipeline().addLast(handler);
        context.writeAndFlush(head);
        return new ChunkedStream(context, handler);
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
        context.writeAndFlush(new DefaultHttpContent(message));
    }

    @Override
    public void end() {
        if (context.channel().isActive()) {
            context.pipeline().remove(handler);
            context.writeAndFlush(new DefaultLastHttpContent());
        }
    }
}
