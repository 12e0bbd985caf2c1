package dev.millrace.operator.store;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import dev.millrace.operator.configuration.S3Store;
import dev.millrace.operator.network.Egress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a policy around a pod has to open, beside the name service, for it to reach its namespace's store. */
public final class StoreNetwork {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** Where Amazon's Pod Identity agent hands out credentials, on each node. */
    private static final List<Network> IDENTITY_AGENT =
            List.of(Network.parse("169.254.170.23/32"), Network.parse("fd00:ec2::23/128"));

    private StoreNetwork() {}

    /**
     * None for a claim. For a bucket its endpoint's port, in the networks that the administrator named, for a policy knows no host names: without
     * any, that port of anybody, or of what is public where the endpoint is Amazon's. And who gives a service account its credentials: a public
     * server, one in those networks, or the node's agent.
     */
    public static List<NetworkPolicyEgressRule> egress(Store store, String namespace) {
        return store.bucket(namespace).map(StoreNetwork::egress).orElse(List.of());
    }

    private static List<NetworkPolicyEgressRule> egress(S3Store bucket) {
        List<NetworkPolicyPeer> named = Egress.peers(bucket.networks());
        List<NetworkPolicyPeer> amazon = Stream.concat(Egress.peers(NetworkRules.PUBLIC).stream(), named.stream())
                .toList();
        List<NetworkPolicyEgressRule> rules = new ArrayList<>();
        rules.add(Egress.to(bucket.endpoint() == null ? amazon : named, bucket.port()));
        if (bucket.serviceAccountName() != null) {
            rules.add(Egress.to(Egress.peers(IDENTITY_AGENT), HTTP));
            if (bucket.endpoint() != null) {
                rules.add(Egress.to(amazon, HTTPS));
            }
        }
        return rules;
    }
}
