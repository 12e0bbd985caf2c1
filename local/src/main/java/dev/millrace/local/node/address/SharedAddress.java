package dev.millrace.local.node.address;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One address for all pods, for machines that have no more: each declared port is another one there. */
public final class SharedAddress implements PodAddresses {
    private static final String ADDRESS = "127.0.0.1";

    private final Map<String, PodAddress> taken = new HashMap<>();

    @Override
    public synchronized PodAddress of(String podUid, Collection<Integer> ports) {
        return taken.computeIfAbsent(podUid, uid -> new PodAddress(ADDRESS, free(ports)));
    }

    /** Held open together while they are looked for, so that no two are the same. */
    private static Map<Integer, Integer> free(Collection<Integer> ports) {
        Map<Integer, Integer> found = new HashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int port : new TreeSet<>(ports)) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                found.put(port, socket.getLocalPort());
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Override
    public synchronized void release(String podUid) {
        taken.remove(podUid);
    }
}
