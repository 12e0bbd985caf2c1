package dev.millrace.local.node.address;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where a pod is on this machine.
 *
 * @param ip its own, or one that it shares
 * @param ports where its ports are instead, if it shares the address; none: each is where it says
 */
public record PodAddress(String ip, Map<Integer, Integer> ports) {
    public PodAddress {
        ports = Map.copyOf(ports);
    }

    /** Where a port of the pod is reached. */
    public InetSocketAddress reach(int port) {
        return new InetSocketAddress(ip, ports.getOrDefault(port, port));
    }
}
