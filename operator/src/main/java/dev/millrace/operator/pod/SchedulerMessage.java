package dev.millrace.operator.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The scheduler's message on a pod that fits nowhere, said with what the pod asks for. */
final class SchedulerMessage {
    /** As in {@code 0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient nvidia.com/gpu. preemption: …}. */
    private static final Pattern INSUFFICIENT = Pattern.compile("\\d+ Insufficient ([^\\s,]+?)(?=[,.]?(\\s|$))");

    /** What follows is about preemption and claims: true of every pod, and no help. */
    private static final Pattern REST =
            Pattern.compile("[.,]? (preemption:|no new claims to deallocate|not found$).*", Pattern.DOTALL);

    private static final String UNBOUND = "unbound immediate PersistentVolumeClaims";

    private SchedulerMessage() {}

    static String sentence(Pod pod, String message) {
        String verdict = REST.matcher(message).replaceFirst("");
        verdict = verdict.endsWith(".") ? verdict.substring(0, verdict.length() - 1) : verdict;
        if (verdict.contains(UNBOUND)) {
            return "a PersistentVolumeClaim of the pod is not bound to a volume yet; " + verdict;
        }
        List<String> lacking = new ArrayList<>();
        Matcher matcher = INSUFFICIENT.matcher(verdict);
        while (matcher.find()) {
            String resource = matcher.group(1);
            lacking.add(requested(pod, resource) + " free " + resource);
        }
        return lacking.isEmpty()
                ? "no node takes the pod: " + verdict
                : "no node has " + String.join(" and ", lacking) + "; " + verdict;
    }

    private static String requested(Pod pod, String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        String single = "";
        int containers = 0;
        for (Container container : pod.getSpec().getContainers()) {
            Quantity quantity = requested(container, resource);
            if (quantity != null) {
                sum = sum.add(quantity.getNumericalAmount());
                single = quantity.toString();
                containers++;
            }
        }
        return containers == 1 ? single : sum.stripTrailingZeros().toPlainString();
    }

    private static @Nullable Quantity requested(Container container, String resource) {
        if (container.getResources() == null) {
            return null;
        }
        Map<String, Quantity> requests = container.getResources().getRequests();
        Map<String, Quantity> limits = container.getResources().getLimits();
        Quantity request = requests == null ? null : requests.get(resource);
        return request != null || limits == null ? request : limits.get(resource);
    }
}
