package dev.millrace.operator;

import dev.millrace.operator.OperatorProcess.Place;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.OperatorConfiguration.Images;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Set;

/** Operators in the test's own process, for one namespace. */
final class OperatorUnderTest {
    /** As {@link ScratchNamespace} creates it. */
    static final String CLAIM = "store";

    static final String TRAINER = "millrace.invalid/trainer:test";

    private OperatorUnderTest() {}

    static OperatorProcess start(String namespace) {
        return OperatorProcess.start(
                configuration(namespace),
                new Place("test-" + namespace, null, new InetSocketAddress(0), () -> {}),
                Clock.systemUTC());
    }

    static OperatorConfiguration configuration(String namespace) {
        return new OperatorConfiguration(
                new Images(TRAINER, "millrace.invalid/server:test"),
                new Store(CLAIM),
                Set.of(namespace),
                memory("64Mi"),
                memory("64Mi"),
                memory("64Mi"),
                Quantity.parse("1Gi"),
                600);
    }

    private static ResourceRequirements memory(String quantity) {
        return new ResourceRequirementsBuilder()
                .addToRequests("memory", Quantity.parse(quantity))
                .addToLimits("memory", Quantity.parse(quantity))
                .build();
    }
}
