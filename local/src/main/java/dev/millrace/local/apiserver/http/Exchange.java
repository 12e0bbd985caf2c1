package dev.millrace.local.apiserver.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One request, and the channel that its answer goes to. The body is copied, so that it outlives the buffer that it came in. */
public final class Exchange {
    private final ChannelHandlerContext context;
    private final HttpMethod method;
    private final String uri;
    private final HttpHeaders headers;
    private final byte[] body;

    Exchange(ChannelHandlerContext context, FullHttpRequest request) {
        this.context = context;
        this.method = request.method();
        this.uri = request.uri();
        this.headers = request.headers().copy();
        this.body = ByteBufUtil.getBytes(request.content());
    }

    public HttpMethod method() {
        return method;
    }

    /** Path and query as they came. */
    public String uri() {
        return uri;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    /** For answers that go on: streams and upgrades. */
    public ChannelHandlerContext context() {
        return context;
    }

    /**
     * Begins an answer that goes on, on a WebSocket where the client asks for one.
     *
     * @param opened called on the stream's executor when it can be written
     */
    public void stream(String contentType, Stream.Listener listener, Consumer<Stream> opened) {
        if (WebSockets.wanted(this)) {
            WebSockets.upgrade(
                    this,
                    headers.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL) == null ? null : "*",
                    new ClosingFrames(listener),
                    upgraded -> opened.accept(new WebSocketStream(upgraded)));
        } else {
            context.executor().execute(() -> opened.accept(ChunkedStream.open(context, contentType, listener)));
        }
    }

    /**
     * Begins an answer whose parts are still to come; on the executor of the {@link #context}.
     *
     * @param headers say how its end is told, as in HTTP; without a word its end is the connection's
     */
    public Stream answerInParts(HttpResponseStatus status, HttpHeaders headers, Stream.Listener listener) {
        return ChunkedStream.open(context, new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers), listener);
    }

    /**
     * Leaves HTTP: the connection speaks another protocol from now on.
     *
     * @param headers of the answer, a 101
     * @param next adds the handlers of the other protocol
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection
    public void upgrade(Map<String, String> headers, Consumer<ChannelPipeline> next) {
        context.executor().execute(() -> {
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
            headers.forEach((name, value) -> response.headers().set(name, value));
            ChannelPipeline pipeline = context.pipeline();
            pipeline.remove(HttpNames.KEEP_ALIVE);
            context.writeAndFlush(response).addListener(done -> {
                // The connection's requests end here; the codec goes last, so that what it has read already is not
                // lost.
                next.accept(pipeline);
                pipeline.remove(HttpNames.REQUESTS);
                pipeline.remove(HttpNames.BODY);
                pipeline.remove(HttpNames.CODEC);
            });
        });
    }

    /** Answers as a whole; may be called from any thread, once. */
    public void answer(int status, String contentType, byte[] content) {
        answer(status, contentType, content, Map.of());
    }

    /** As {@link #answer}, with further headers. */
    @SuppressWarnings("FutureReturnValueIgnored") // a client that went away needs no answer
    public void answer(int status, String contentType, byte[] content, Map<String, List<String>> more) {
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(content));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
        more.forEach((name, values) -> response.headers().add(name, values));
        if (method.equals(HttpMethod.HEAD)) {
            context.writeAndFlush(response.replace(Unpooled.EMPTY_BUFFER));
        } else {
            context.writeAndFlush(response);
        }
    }

    /** What a client sends into a stream means nothing. */
    private static final class ClosingFrames extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Stream.Listener listener;

        ClosingFrames(Stream.Listener listener) {
            this.listener = listener;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext frames, WebSocketFrame frame) {
            // Kubernetes reads and drops it too.
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext frames) {
            if (frames.channel().isWritable()) {
                listener.writable();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext frames) {
            listener.closed();
        }
    }
}
