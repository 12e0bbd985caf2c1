package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.network.Egress;
import dev.millrace.operator.store.StoreNetwork;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import java.util.List;

/** Whom servers answer, and whom they call. */
final class ServerNetwork {
    private ServerNetwork() {}

    /**
     * Servers answer on their two ports and call nobody: what a request smuggles in stays in. Only a store in S3 has to be reached,
     * and with it the name service.
     */
    static NetworkPolicy policy(ModelDeployment owner, OperatorConfiguration configuration) {
        List<NetworkPolicyEgressRule> store =
                StoreNetwork.egress(configuration.store(), owner.getMetadata().getNamespace());
        return new NetworkPolicyBuilder()
                .withMetadata(DeploymentResources.metadata(owner))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(
                        DeploymentResources.selector(owner.getMetadata().getName()))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .addNewPort()
                .withPort(new IntOrString(DeploymentResources.HTTP))
                .endPort()
                .addNewPort()
                .withPort(new IntOrString(DeploymentResources.METRICS))
                .endPort()
                .endIngress()
                .addAllToEgress(store.isEmpty() ? List.of() : List.of(Egress.names()))
                .addAllToEgress(store)
                .endSpec()
                .build();
    }
}
