package dev.millrace.local.apiserver.proxy;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.http.Stream;
import dev.millrace.local.apiserver.rest.Answers;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to a pod, and the answer on its way back, no faster than the client takes it. All happens on the event loop of the
 * client's connection. The pod gets a connection of its own: one that is kept could be one that the pod is about to close.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, and that is heard of
final class Forwarding implements Stream.Listener {
    private static final int CONNECT_MILLIS = 10_000;
    /** What concerns one connection only, and the client's rights here. */
    private static final List<CharSequence> OWN = List.of(
            HttpHeaderNames.CONNECTION,
            "Proxy-Connection",
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.TE,
            HttpHeaderNames.TRAILER,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.EXPECT,
            "Keep-Alive",
            "HTTP2-Settings");

    private final Exchange exchange;
    private final String uri;
    private final Iterator<InetSocketAddress> pods;
    private final ChannelFutureListener gone = closed -> closed();
    private @Nullable Channel pod;
    private @Nullable Stream answer;
    private boolean complete;

    private Forwarding(Exchange exchange, String uri, Iterator<InetSocketAddress> pods) {
        this.exchange = exchange;
        this.uri = uri;
        this.pods = pods;
    }

    /**
     * Hands a request on.
     *
     * @param uri as the pod gets it
     * @param pods at least one; the next one is asked where a connection is refused
     */
    static void begin(Exchange exchange, String uri, List<InetSocketAddress> pods) {
        Forwarding forwarding = new Forwarding(exchange, uri, pods.iterator());
        exchange.context().executor().execute(() -> {
            exchange.context().channel().closeFuture().addListener(forwarding.gone);
            forwarding.connect();
        });
    }

    private void connect() {
        InetSocketAddress address = pods.next();
        new Bootstrap()
                .group(exchange.context().channel().eventLoop())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec()).addLast(new Answering());
                    }
                })
                .connect(address)
                .addListener((ChannelFuture connected) -> connected(connected, address));
    }

    private void connected(ChannelFuture connected, InetSocketAddress address) {
        if (connected.isSuccess()) {
            pod = connected.channel();
            pod.writeAndFlush(request(address));
            if (!exchange.context().channel().isActive()) {
                closed();
            }
        } else if (pods.hasNext()) {
            connect();
        } else {
            failed(connected.cause().getMessage());
        }
    }

    private FullHttpRequest request(InetSocketAddress address) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, exchange.method(), uri, Unpooled.wrappedBuffer(exchange.body()));
        HttpHeaders headers = request.headers().set(exchange.headers());
        withoutOwn(headers);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING).remove(HttpHeaderNames.AUTHORIZATION);
        headers.set(HttpHeaderNames.HOST, address.getHostString() + ":" + address.getPort());
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (exchange.body().length > 0) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, exchange.body().length);
        }
        return request;
    }

    private static void withoutOwn(HttpHeaders headers) {
        for (String named : headers.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : named.toLowerCase(Locale.ROOT).split(",", -1)) {
                if (!name.isBlank()) {
                    headers.remove(name.strip());
                }
            }
        }
        OWN.forEach(headers::remove);
    }

    private void failed(@Nullable String why) {
        complete = true;
        leave();
        Answers.refused(exchange, Refused.because(Reason.SERVICE_UNAVAILABLE, "error trying to reach service: " + why));
    }

    private void leave() {
        exchange.context().channel().closeFuture().removeListener(gone);
        closed();
    }

    @Override
    public void writable() {
        if (pod != null) {
            pod.config().setAutoRead(true);
        }
    }

    @Override
    public void closed() {
        complete = true;
        if (pod != null) {
            pod.close();
        }
    }

    /** What comes from the pod. Netty takes a handler for one connection only, and there may be several tries. */
    private final class Answering extends SimpleChannelInboundHandler<HttpObject> {
        private boolean provisional;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part.decoderResult().isFailure()) {
                context.close();
                return;
            }
            if (part instanceof HttpResponse head) {
                provisional = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
                if (!provisional) {
                    withoutOwn(head.headers());
                    answer = exchange.answerInParts(head.status(), head.headers(), Forwarding.this);
                }
            }
            Stream to = answer;
            if (part instanceof HttpContent content && to != null && !provisional) {
                if (content.content().isReadable()) {
                    to.write(content.content().retain());
                    context.channel().config().setAutoRead(to.isWritable());
                }
                if (part instanceof LastHttpContent) {
                    complete = true;
                    to.end();
                    leave();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (complete) {
                return;
            }
            if (answer == null) {
                failed("EOF");
            } else {
                // The client must not take the part for the whole.
                exchange.context().close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
