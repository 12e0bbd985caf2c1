package dev.millrace.operator.network;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.network.NetworkRules.Opening;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.List;

/** Rules by which a policy lets a pod out. */
public final class Egress {
    private static final int DNS = 53;

    private Egress() {}

    /** The name service, wherever the cluster has it. */
    public static NetworkPolicyEgressRule names() {
        return new NetworkPolicyEgressRuleBuilder()
                .addNewPort()
                .withProtocol("UDP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .build();
    }

    /** Every port of these addresses. */
    public static NetworkPolicyEgressRule to(List<NetworkPolicyPeer> peers) {
        return new NetworkPolicyEgressRuleBuilder().withTo(peers).build();
    }

    /**
     * One port.
     *
     * @param peers whose it is; empty: anybody's
     */
    public static NetworkPolicyEgressRule to(List<NetworkPolicyPeer> peers, int port) {
        return new NetworkPolicyEgressRuleBuilder()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(port))
                .endPort()
                .withTo(peers)
                .build();
    }

    /** All addresses that rules let a source be read from. */
    public static List<NetworkPolicyPeer> peers(NetworkRules rules) {
        return rules.openings().stream().map(Egress::peer).toList();
    }

    /** The addresses of networks. */
    public static List<NetworkPolicyPeer> peers(List<Network> networks) {
        return networks.stream()
                .map(network -> peer(new Opening(network, List.of())))
                .toList();
    }

    private static NetworkPolicyPeer peer(Opening opening) {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(opening.network().toString())
                .withExcept(opening.except().stream().map(Network::toString).toList())
                .endIpBlock()
                .build();
    }
}
