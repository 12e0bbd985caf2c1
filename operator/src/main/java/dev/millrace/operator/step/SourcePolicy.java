package dev.millrace.operator.step;

import dev.millrace.operator.child.Labels;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.network.Egress;
import dev.millrace.operator.store.StoreNetwork;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.Map;

/**
 * The wall around a pod that reads a source from the network: it reaches what the pod's own look at each address allows, and looks names up,
 * so that a defect of the one is caught by the other. Without a network plugin that enforces policies it does nothing.
 */
final class SourcePolicy {
    private SourcePolicy() {}

    /** The policy, under the step's name. Its namespace's store is reached, too. */
    static NetworkPolicy of(Step step, OperatorConfiguration configuration) {
        Map<String, String> labels = StepObjects.labels(step);
        ObjectMeta metadata = StepObjects.metadata(step);
        return new NetworkPolicyBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels(Labels.NAME, labels.get(Labels.NAME))
                .addToMatchLabels(Labels.INSTANCE, labels.get(Labels.INSTANCE))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withEgress(Egress.names(), Egress.to(Egress.peers(configuration.sourceNetworks())))
                .addAllToEgress(StoreNetwork.egress(configuration.store(), metadata.getNamespace()))
                .endSpec()
                .build();
    }
}
