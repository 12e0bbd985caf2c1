package dev.millrace.operator.pod;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a pod asks for and may use. */
public final class Requirements {
    private Requirements() {}

    /**
     * A spec's requirements, and the defaults for resources that it names neither in requests nor in limits: one that it does name is the
     * spec's alone, so that no default limit falls below its request.
     */
    public static ResourceRequirements merge(@Nullable ResourceRequirements spec, ResourceRequirements defaults) {
        Map<String, Quantity> requests = quantities(spec == null ? null : spec.getRequests());
        Map<String, Quantity> limits = quantities(spec == null ? null : spec.getLimits());
        Map<String, Quantity> mergedRequests = new TreeMap<>(requests);
        Map<String, Quantity> mergedLimits = new TreeMap<>(limits);
        addUnnamed(defaults.getRequests(), mergedRequests, requests, limits);
        addUnnamed(defaults.getLimits(), mergedLimits, requests, limits);
        return new ResourceRequirementsBuilder()
                .withRequests(mergedRequests)
                .withLimits(mergedLimits)
                .build();
    }

    private static void addUnnamed(
            @Nullable Map<String, Quantity> defaults,
            Map<String, Quantity> merged,
            Map<String, Quantity> requests,
            Map<String, Quantity> limits) {
        quantities(defaults).forEach((resource, quantity) -> {
            if (!requests.containsKey(resource) && !limits.containsKey(resource)) {
                merged.put(resource, quantity);
            }
        });
    }

    /** Whole cores under the cpu limit, rounded up; 1 without a limit: threads must not hang on the node that a pod comes to. */
    public static int threads(ResourceRequirements requirements) {
        Quantity cpu = quantities(requirements.getLimits()).get("cpu");
        if (cpu == null) {
            return 1;
        }
        return Math.max(
                1, cpu.getNumericalAmount().setScale(0, RoundingMode.CEILING).intValueExact());
    }

    /** Graphics processors among the limits, of whatever vendor: extended resources whose name ends with {@code /gpu}. */
    public static long gpus(ResourceRequirements requirements) {
        return quantities(requirements.getLimits()).entrySet().stream()
                .filter(limit -> limit.getKey().endsWith("/gpu"))
                .mapToLong(limit -> limit.getValue().getNumericalAmount().longValue())
                .sum();
    }

    private static Map<String, Quantity> quantities(@Nullable Map<String, Quantity> quantities) {
        return quantities == null ? Map.of() : quantities;
    }
}
