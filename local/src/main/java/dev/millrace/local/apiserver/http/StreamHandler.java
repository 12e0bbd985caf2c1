package dev.millrace.local.apiserver.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Tells a stream's listener of its connection. */
final class StreamHandler extends ChannelInboundHandlerAdapter {
    private final Stream.Listener listener;

    StreamHandler(Stream.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            listener.writable();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        listener.closed();
        context.fireChannelInactive();
    }
}
