package dev.millrace.operator.golden;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.OperatorConfiguration.Collection;
import dev.millrace.operator.configuration.OperatorConfiguration.Images;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import dev.millrace.operator.configuration.S3Store;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** What golden cases have in common. */
public final class Fixed {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    /** The namespace {@code team-s3} has its store in a bucket inside, {@code team-aws} in one of Amazon's, the others have claims. */
    public static final Store STORE = new Store(
            "millrace-store",
            List.of(
                    new S3Store(
                            "s3://models/millrace",
                            List.of("team-s3"),
                            null,
                            "http://minio.storage:9000",
                            List.of(Network.parse("10.20.0.0/16")),
                            "eu-central-1",
                            null,
                            "s3",
                            null),
                    new S3Store(
                            "s3://models/millrace",
                            List.of("team-aws"),
                            "shared",
                            null,
                            List.of(),
                            "eu-central-1",
                            null,
                            null,
                            "millrace")));

    public static final OperatorConfiguration CONFIGURATION = new OperatorConfiguration(
            new Images("registry.example/trainer:1", "registry.example/server:1"),
            STORE,
            Set.of(),
            resources("250m", "512Mi", "1Gi"),
            resources("500m", "1Gi", "2Gi"),
            resources("100m", "256Mi", "512Mi"),
            Quantity.parse("10Gi"),
            3600,
            NetworkRules.PUBLIC,
            Collection.USUAL);

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
