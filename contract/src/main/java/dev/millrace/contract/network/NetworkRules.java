package dev.millrace.contract.network;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses sources may be read from: all that are public, and what an administrator allows.
 *
 * <p>The most specific network that holds an address decides, as in a routing table; of two that are the same, the allowed one. So
 * {@code 10.0.0.0/8} opens what is private there, while {@code 0.0.0.0/0} opens nothing that was closed.
 *
 * @param allowed networks that may be reached although they are not public
 * @param refused networks that may not be reached although they are public, such as the API server's
 */
public record NetworkRules(List<Network> allowed, List<Network> refused) {
    /** Public addresses only. */
    public static final NetworkRules PUBLIC = new NetworkRules(List.of(), List.of());

    /**
     * What is not public, by IANA's registries of special-purpose addresses: this host, private and shared networks, link-local addresses
     * (with the clouds' metadata servers), multicast, reserved; and IPv6 addresses in which an IPv4 address may hide.
     */
    private static final List<Network> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "2001::/32",
                    "2002::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Network::parse)
            .toList();

    private static final List<Network> ALL = List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0"));

    public NetworkRules {
        allowed = List.copyOf(allowed);
        refused = List.copyOf(refused);
    }

    /** The same rules, and one address less. */
    public NetworkRules without(InetAddress address) {
        return new NetworkRules(
                allowed,
                Stream.concat(refused.stream(), Stream.of(Network.of(address))).toList());
    }

    /** The network for which an address may not be reached; empty: it may. */
    public Optional<Network> refusal(InetAddress address) {
        Optional<Network> closed = mostSpecific(closed(), address);
        Optional<Network> open = mostSpecific(allowed.stream(), address);
        return closed.filter(network -> open.isEmpty() || open.orElseThrow().prefix() < network.prefix());
    }

    private static Optional<Network> mostSpecific(Stream<Network> networks, InetAddress address) {
        return networks.filter(network -> network.contains(address)).max(Comparator.comparingInt(Network::prefix));
    }

    private Stream<Network> closed() {
        return Stream.concat(NOT_PUBLIC.stream(), refused.stream()).distinct();
    }

    /**
     * An open range with holes.
     *
     * @param network the range
     * @param except its holes
     */
    public record Opening(Network network, List<Network> except) {}

    /** The addresses that may be reached: those of any of these. */
    public List<Opening> openings() {
        List<Opening> openings = new ArrayList<>();
        Stream.concat(ALL.stream(), allowed.stream())
                .distinct()
                .forEach(open -> openings.add(new Opening(
                        open,
                        closed().filter(open::containsPart)
                                .filter(hole -> !allowed.contains(hole))
                                .toList())));
        return openings;
    }
}
