package dev.millrace.local.node.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * An address of its own in 127.0.0.0/8 for each pod, so that each keeps its ports. Linux answers on all of these without being told to.
 *
 * <p>Nodes of several folders on one machine get different parts of the range.
 */
public final class OwnAddresses implements PodAddresses {
    private static final int FIRST_NETWORK = 16;
    private static final int NETWORKS = 48;
    private static final int LAST_HOST = 254;

    private final Map<String, PodAddress> taken = new HashMap<>();
    /** The one that was free longest comes first: a client of a pod that has gone does not meet another. */
    private final Deque<String> free = new ArrayDeque<>();

    private OwnAddresses(int network, int subnet) {
        for (int host = 1; host <= LAST_HOST; host++) {
            free.add("127.%d.%d.%d".formatted(network, subnet, host));
        }
    }

    /** For the node that keeps its state in a folder. */
    public static OwnAddresses of(Path folder) {
        int hash = folder.toAbsolutePath().normalize().toString().hashCode();
        return new OwnAddresses(FIRST_NETWORK + Math.floorMod(hash, NETWORKS), Math.floorMod(hash / NETWORKS, 256));
    }

    /** Whether this machine has such addresses. */
    public static boolean supported() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName("127.15.255.254"), 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public synchronized PodAddress of(String podUid, Collection<Integer> ports) {
        return taken.computeIfAbsent(podUid, uid -> {
            String address = free.poll();
            if (address == null) {
                throw new IllegalStateException("all " + LAST_HOST + " addresses of this node are taken");
            }
            return new PodAddress(address, Map.of());
        });
    }

    @Override
    public synchronized void release(String podUid) {
        PodAddress address = taken.remove(podUid);
        if (address != null) {
            free.add(address.ip());
        }
    }
}
