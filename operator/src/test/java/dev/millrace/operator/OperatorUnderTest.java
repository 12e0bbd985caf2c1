package dev.millrace.operator;

import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.OperatorConfiguration.Collection;
import dev.millrace.operator.configuration.OperatorConfiguration.Images;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import dev.millrace.operator.event.Events;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** Reconcilers in the test's own process, for one namespace, registered as they always are. */
public final class OperatorUnderTest implements AutoCloseable {
    /** An image that no node has. */
    public static final String TRAINER = "millrace.invalid/trainer:test";

    static final String STORE = "store";
    private static final String SERVER = "millrace.invalid/server:test";

    private final Operator operator;
    private final KubernetesClient client;

    private OperatorUnderTest(Operator operator, KubernetesClient client) {
        this.operator = operator;
        this.client = client;
    }

    /** @param controllers the packages of the reconcilers that work; empty: all */
    static OperatorUnderTest start(KubernetesClient client, String namespace, Set<String> controllers) {
        OperatorConfiguration configuration = configuration(namespace);
        KubernetesClient own = new KubernetesClientBuilder()
                .withConfig(client.getConfiguration())
                .withKubernetesSerialization(ObjectReading.serialization())
                .withHttpClientFactory(new FewThreads())
                .build();
        Operator operator = new Operator(overrider -> Controllers.manners(overrider, own));
        Clock clock = Clock.systemUTC();
        Controllers.all(own, configuration, new Events(own, "test", clock, Runnable::run), clock).stream()
                .filter(controller -> controllers.isEmpty() || controllers.contains(controller.name()))
                .forEach(controller -> controller.register(operator, configuration.namespaces()));
        operator.start();
        return new OperatorUnderTest(operator, own);
    }

    /** What the reconcilers of a namespace are told. */
    public static OperatorConfiguration configuration(String namespace) {
        return new OperatorConfiguration(
                new Images(TRAINER, SERVER),
                new Store(STORE),
                Set.of(namespace),
                memory("64Mi"),
                memory("64Mi"),
                memory("64Mi"),
                Quantity.parse("1Gi"),
                600,
                NetworkRules.PUBLIC,
                new Collection(Duration.ofSeconds(1), Duration.ofSeconds(10)));
    }

    private static ResourceRequirements memory(String quantity) {
        return new ResourceRequirementsBuilder()
                .addToRequests("memory", Quantity.parse(quantity))
                .addToLimits("memory", Quantity.parse(quantity))
                .build();
    }

    @Override
    public void close() {
        operator.stop();
        client.close();
    }
}
