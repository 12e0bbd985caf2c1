package dev.millrace.operator.step;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.network.NetworkRules.Opening;
import dev.millrace.operator.child.Labels;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.List;
import java.util.Map;

/**
 * The wall around a pod that reads a source from the network: it reaches what the pod's own look at each address allows, and looks names up,
 * so that a defect of the one is caught by the other. Without a network plugin that enforces policies it does nothing.
 */
final class SourcePolicy {
    private static final int DNS = 53;

    private SourcePolicy() {}

    /** The policy, under the step's name. */
    static NetworkPolicy of(Step step, NetworkRules rules) {
        Map<String, String> labels = StepObjects.labels(step);
        return new NetworkPolicyBuilder()
                .withMetadata(StepObjects.metadata(step))
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels(Labels.NAME, labels.get(Labels.NAME))
                .addToMatchLabels(Labels.INSTANCE, labels.get(Labels.INSTANCE))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withEgress(names(), addresses(rules))
                .endSpec()
                .build();
    }

    private static NetworkPolicyEgressRule names() {
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

    private static NetworkPolicyEgressRule addresses(NetworkRules rules) {
        List<NetworkPolicyPeer> peers =
                rules.openings().stream().map(SourcePolicy::peer).toList();
        return new NetworkPolicyEgressRuleBuilder().withTo(peers).build();
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
