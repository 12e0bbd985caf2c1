package dev.millrace.operator.golden;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.OperatorConfiguration.Images;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

/** What golden cases have in common. */
public final class Fixed {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    public static final OperatorConfiguration CONFIGURATION = new OperatorConfiguration(
            new Images("registry.example/trainer:1", "registry.example/server:1"),
            new Store("millrace-store"),
            Set.of(),
            resources("250m", "512Mi", "1Gi"),
            resources("500m", "1Gi", "2Gi"),
            resources("100m", "256Mi", "512Mi"),
            Quantity.parse("10Gi"),
            3600,
            NetworkRules.PUBLIC);

    public static final Verdict STORE_MISSING = Verdict.blocked(Reason.STORE_MISSING, "no store");

    private Fixed() {}

    private static ResourceRequirements resources(String cpu, String memory, String limit) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", Quantity.parse(cpu))
                .addToRequests("memory", Quantity.parse(memory))
                .addToLimits("memory", Quantity.parse(limit))
                .build();
    }
}
