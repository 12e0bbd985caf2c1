package dev.millrace.local.apiserver.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Listens on the loopback address. Two threads move bytes, and as many as there are processors (four at least) work on requests; a
 * connection's requests are answered in their order.
 */
public final class Listener implements AutoCloseable {
    private static final int MAX_HEAD = 64 << 10;
    private static final int MAX_LINE = 64 << 10;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            2, new DefaultThreadFactory("apiserver-io", true), NioIoHandler.newFactory());
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final ThreadPoolExecutor workers;
    private final Channel server;

    private Listener(int port, Consumer<Exchange> requests) throws IOException {
        int threads = Math.max(4, Runtime.getRuntime().availableProcessors());
        this.workers = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("apiserver-request", true));
        workers.allowCoreThreadTimeOut(true);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Pipeline(open, workers, requests));
        this.server = bind(bootstrap, port);
        open.add(server);
    }

    /**
     * Listens from now on.
     *
     * @param port 0 for one that is free
     * @param requests called on a worker for each request; what it throws closes the connection
     * @throws BindException when the port is taken
     */
    public static Listener open(int port, Consumer<Exchange> requests) throws IOException {
        return new Listener(port, requests);
    }

    private Channel bind(ServerBootstrap bootstrap, int port) throws IOException {
        var bound = bootstrap
                .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            workers.shutdownNow();
            String problem =
                    "cannot listen on 127.0.0.1:" + port + ": " + bound.cause().getMessage();
            throw bound.cause() instanceof BindException
                    ? new BindException(problem)
                    : new IOException(problem, bound.cause());
        }
        return bound.channel();
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** For work that may block: not the threads of requests. */
    public ExecutorService workers() {
        return workers;
    }

    /** Every connection is closed with it. */
    @Override
    public void close() {
        open.close().awaitUninterruptibly();
        workers.shutdownNow();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {
        private final ChannelGroup open;
        private final ExecutorService workers;
        private final Consumer<Exchange> requests;

        Pipeline(ChannelGroup open, ExecutorService workers, Consumer<Exchange> requests) {
            this.open = open;
            this.workers = workers;
            this.requests = requests;
        }

        @Override
        protected void initChannel(Channel channel) {
            open.add(channel);
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast(HttpNames.CODEC, new HttpServerCodec(MAX_LINE, MAX_HEAD, MAX_HEAD));
            pipeline.addLast(HttpNames.KEEP_ALIVE, new HttpServerKeepAliveHandler());
            pipeline.addLast(HttpNames.BODY, new BodyLimit());
            pipeline.addLast(HttpNames.REQUESTS, new Requests(workers, requests));
        }
    }
}
