package dev.millrace.local.apiserver.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Upgrades connections to WebSockets. */
@SuppressWarnings("FutureReturnValueIgnored") // a client that goes away during an upgrade needs no answer
public final class WebSockets {
    private static final int MAX_FRAME = 1 << 20;

    private WebSockets() {}

    /** Whether a request asks for one. */
    public static boolean wanted(Exchange exchange) {
        return exchange.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && exchange.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /**
     * Shakes hands; from then on frames go to a handler.
     *
     * @param protocols that the server speaks, joined by commas; null for none
     * @param opened called on the connection's executor when the handshake is sent
     */
    public static void upgrade(
            Exchange exchange,
            @Nullable String protocols,
            SimpleChannelInboundHandler<WebSocketFrame> frames,
            Consumer<ChannelHandlerContext> opened) {
        ChannelHandlerContext context = exchange.context();
        context.executor().execute(() -> {
            FullHttpRequest request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, exchange.method(), exchange.uri(), Unpooled.EMPTY_BUFFER);
            request.headers().set(exchange.headers());
            WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                            exchange.uri(), protocols, false, MAX_FRAME)
                    .newHandshaker(request);
            if (handshaker == null) {
                WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
                return;
            }
            ChannelPipeline pipeline = context.pipeline();
            pipeline.remove(HttpNames.KEEP_ALIVE);
            handshaker.handshake(context.channel(), request).addListener(done -> {
                if (!done.isSuccess()) {
                    context.close();
                    return;
                }
                pipeline.addLast("control", new Control(handshaker));
                pipeline.addLast("frames", frames);
                ChannelHandlerContext last = pipeline.context(frames);
                if (last != null) {
                    opened.accept(last);
                }
            });
        });
    }

    /** Pings, pongs and the end. */
    private static final class Control extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final WebSocketServerHandshaker handshaker;

        Control(WebSocketServerHandshaker handshaker) {
            super(false);
            this.handshaker = handshaker;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof PingWebSocketFrame ping) {
                context.writeAndFlush(new PongWebSocketFrame(ping.content()));
            } else if (frame instanceof PongWebSocketFrame) {
                frame.release();
            } else if (frame instanceof CloseWebSocketFrame close) {
                handshaker.close(context.channel(), close).addListener(ChannelFutureListener.CLOSE);
            } else {
                context.fireChannelRead(frame);
            }
        }
    }
}
