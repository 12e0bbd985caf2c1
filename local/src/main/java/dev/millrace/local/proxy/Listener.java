package dev.millrace.local.proxy;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A port of a Service that is listened on. */
final class Listener {
    private final InetSocketAddress wanted;
    private final Channel channel;
    private final Targets targets;

    /** The pods that connections go to, one after the other. */
    static final class Targets {
        private volatile List<InetSocketAddress> pods;
        private int next;

        Targets(List<InetSocketAddress> pods) {
            this.pods = List.copyOf(pods);
        }

        /** All of them, another one first each time. */
        synchronized List<InetSocketAddress> inTurn() {
            List<InetSocketAddress> order = new ArrayList<>(pods);
            if (!order.isEmpty()) {
                next = (next + 1) % order.size();
                Collections.rotate(order, next);
            }
            return order;
        }
    }

    Listener(InetSocketAddress wanted, Channel channel, Targets targets) {
        this.wanted = wanted;
        this.channel = channel;
        this.targets = targets;
    }

    boolean isFor(InetSocketAddress address) {
        return wanted.equals(address) && channel.isOpen();
    }

    void update(List<InetSocketAddress> pods) {
        targets.pods = List.copyOf(pods);
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    boolean isElsewhere() {
        return !wanted.equals(address());
    }

    /** Takes no more connections; those that there are go on. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing waits for it.
    void close() {
        channel.close();
    }
}
