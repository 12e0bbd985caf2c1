package dev.millrace.local.node.config;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the downward API tells a pod about itself.
 *
 * @param pod as the API server has it
 * @param podAddress its address
 * @param nodeAddress its node's
 * @param allocatable what the node has: the limit of a container without one
 */
public record PodFacts(Pod pod, String podAddress, String nodeAddress, Map<String, Quantity> allocatable) {
    private static final Pattern KEYED = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

    /** A field of the pod; a label or annotation that is not there is empty. */
    public String field(String path) throws ConfigMissingException {
        Matcher keyed = KEYED.matcher(path);
        if (keyed.matches()) {
            return map(keyed.group(1)).getOrDefault(keyed.group(2), "");
        }
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "metadata.labels", "metadata.annotations" -> lines(map(path.substring("metadata.".length())));
            case "spec.nodeName" -> String.valueOf(pod.getSpec().getNodeName());
            case "spec.serviceAccountName" -> orEmpty(pod.getSpec().getServiceAccountName());
            case "status.podIP", "status.podIPs" -> podAddress;
            case "status.hostIP", "status.hostIPs" -> nodeAddress;
            default -> throw new ConfigMissingException("unsupported fieldPath: " + path);
        };
    }

    /** A container's request or limit such as {@code limits.memory}, in units of the divisor, rounded up. */
    public String resource(Container container, String resource, @Nullable Quantity divisor)
            throws ConfigMissingException {
        int dot = resource.indexOf('.');
        String kind = dot < 0 ? "" : resource.substring(0, dot);
        String name = resource.substring(dot + 1);
        if (!kind.equals("limits") && !kind.equals("requests")) {
            throw new ConfigMissingException("unsupported container resource: " + resource);
        }
        Quantity amount = amount(container.getResources(), kind, name);
        BigDecimal unit = divisor == null || divisor.getNumericalAmount().signum() == 0
                ? BigDecimal.ONE
                : divisor.getNumericalAmount();
        return amount.getNumericalAmount().divide(unit, 0, RoundingMode.CEILING).toPlainString();
    }

    private Quantity amount(@Nullable ResourceRequirements resources, String kind, String name) {
        Quantity limit = resources == null || resources.getLimits() == null
                ? null
                : resources.getLimits().get(name);
        Quantity request = resources == null || resources.getRequests() == null
                ? null
                : resources.getRequests().get(name);
        Quantity zero = new Quantity("0");
        if (kind.equals("limits")) {
            return limit == null ? allocatable.getOrDefault(name, zero) : limit;
        }
        if (request != null) {
            return request;
        }
        return limit == null ? zero : limit;
    }

    private Map<String, String> map(String field) {
        Map<String, String> values = field.equals("labels")
                ? pod.getMetadata().getLabels()
                : pod.getMetadata().getAnnotations();
        return values == null ? Map.of() : values;
    }

    private static String lines(Map<String, String> values) {
        Stream<String> lines = new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=\""
                                + entry.getValue()
                                        .replace("\\", "\\\\")
                                        .replace("\"", "\\\"")
                                        .replace("\n", "\\n")
                                + "\"");
        return lines.collect(Collectors.joining("\n"));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
