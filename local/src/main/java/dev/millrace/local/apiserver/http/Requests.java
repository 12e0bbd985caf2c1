package dev.millrace.local.apiserver.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a connection's requests to the workers, one after the other: the next one starts when the worker is done with the one before,
 * and meanwhile nothing is read.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection needs no answer
final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final ExecutorService workers;
    private final Consumer<Exchange> requests;
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private boolean busy;

    Requests(ExecutorService workers, Consumer<Exchange> requests) {
        this.workers = workers;
        this.requests = requests;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        waiting.add(new Exchange(context, request));
        next(context);
    }

    private void next(ChannelHandlerContext context) {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        context.channel().config().setAutoRead(false);
        Exchange exchange = waiting.remove();
        try {
            workers.execute(() -> work(context, exchange));
        } catch (RejectedExecutionException closing) {
            context.close();
        }
    }

    private void work(ChannelHandlerContext context, Exchange exchange) {
        try {
            requests.accept(exchange);
        } catch (RuntimeException e) {
            LOG.error("request failed method={} uri={}", exchange.method(), exchange.uri(), e);
            context.close();
        } finally {
            context.executor().execute(() -> {
                busy = false;
                context.channel().config().setAutoRead(true);
                next(context);
            });
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.warn("connection closed after {}", cause.toString());
        }
        context.close();
    }
}
