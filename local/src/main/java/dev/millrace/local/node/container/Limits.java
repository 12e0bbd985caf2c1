package dev.millrace.local.node.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a container may use at most.
 *
 * @param memoryBytes empty: as much as there is
 * @param processors empty: all
 */
public record Limits(OptionalLong memoryBytes, OptionalLong processors) {
    /** As the container's spec has them. Part of a processor counts as one, as in a JVM under a cgroup. */
    public static Limits of(Container container) {
        return new Limits(limit(container, "memory"), limit(container, "cpu"));
    }

    private static OptionalLong limit(Container container, String resource) {
        return Optional.ofNullable(container.getResources())
                .map(resources -> resources.getLimits())
                .map(limits -> limits.get(resource))
                .map(Quantity::getNumericalAmount)
                .map(amount ->
                        OptionalLong.of(amount.setScale(0, RoundingMode.CEILING).longValue()))
                .orElse(OptionalLong.empty());
    }

    /** What tells a JVM. The image's own percentages are then of the limit, not of the machine. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        memoryBytes.ifPresent(bytes -> flags.add("-XX:MaxRAM=" + bytes));
        processors.ifPresent(count -> flags.add("-XX:ActiveProcessorCount=" + Math.max(1, count)));
        return flags;
    }
}
