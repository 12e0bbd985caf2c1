package dev.millrace.local.node.container;

import dev.millrace.local.node.config.ConfigMissingException;
import dev.millrace.local.node.config.Contents;
import dev.millrace.local.node.config.PodFacts;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The variables of a container, in the order and with the rules of a kubelet. */
public final class Environment {
    /** {@code $(NAME)}, or {@code $$} for one dollar sign. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");

    private final PodFacts facts;
    private final Contents contents;

    public Environment(PodFacts facts, Contents contents) {
        this.facts = facts;
        this.contents = contents;
    }

    /**
     * All variables: those given, then {@code envFrom}, then {@code env}; a later one wins.
     *
     * @param given by the image and by the node
     * @throws ConfigMissingException if a ConfigMap, a Secret or a key of it is not there
     */
    public Map<String, String> of(Container container, Map<String, String> given) throws ConfigMissingException {
        Map<String, String> variables = new LinkedHashMap<>(given);
        for (EnvFromSource source : container.getEnvFrom()) {
            String prefix = source.getPrefix() == null ? "" : source.getPrefix();
            for (Map.Entry<String, byte[]> entry : contents(source).entrySet()) {
                variables.put(
                        prefix + entry.getKey(),
                        Contents.text(Map.of("", entry.getValue()), "").orElse(""));
            }
        }
        for (EnvVar variable : container.getEnv()) {
            Optional<String> value = value(container, variable, variables);
            value.ifPresent(text -> variables.put(variable.getName(), text));
        }
        return variables;
    }

    /** A text of an argument or a variable, with the variables that it refers to; what is not known stays as it is. */
    public static String expanded(String text, Map<String, String> variables) {
        return REFERENCE.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            String value = name == null ? "$" : variables.getOrDefault(name, found.group());
            return Matcher.quoteReplacement(value);
        });
    }

    private Map<String, byte[]> contents(EnvFromSource source) throws ConfigMissingException {
        if (source.getConfigMapRef() != null) {
            return Contents.optional(
                    () -> contents.configMap(source.getConfigMapRef().getName()),
                    isTrue(source.getConfigMapRef().getOptional()));
        }
        if (source.getSecretRef() != null) {
            return Contents.optional(
                    () -> contents.secret(source.getSecretRef().getName()),
                    isTrue(source.getSecretRef().getOptional()));
        }
        return Map.of();
    }

    private Optional<String> value(Container container, EnvVar variable, Map<String, String> variables)
            throws ConfigMissingException {
        EnvVarSource source = variable.getValueFrom();
        if (source == null) {
            String text = variable.getValue() == null ? "" : variable.getValue();
            return Optional.of(expanded(text, variables));
        }
        if (source.getFieldRef() != null) {
            return Optional.of(facts.field(source.getFieldRef().getFieldPath()));
        }
        if (source.getResourceFieldRef() != null) {
            ResourceFieldSelector selector = source.getResourceFieldRef();
            return Optional.of(facts.resource(
                    named(selector.getContainerName(), container), selector.getResource(), selector.getDivisor()));
        }
        if (source.getConfigMapKeyRef() != null) {
            ConfigMapKeySelector key = source.getConfigMapKeyRef();
            boolean optional = isTrue(key.getOptional());
            Map<String, byte[]> found = Contents.optional(() -> contents.configMap(key.getName()), optional);
            return keyed(found, key.getKey(), optional, "ConfigMap " + inNamespace(key.getName()));
        }
        if (source.getSecretKeyRef() != null) {
            SecretKeySelector key = source.getSecretKeyRef();
            boolean optional = isTrue(key.getOptional());
            Map<String, byte[]> found = Contents.optional(() -> contents.secret(key.getName()), optional);
            return keyed(found, key.getKey(), optional, "Secret " + inNamespace(key.getName()));
        }
        return Optional.empty();
    }

    private static Optional<String> keyed(Map<String, byte[]> found, String key, boolean optional, String where)
            throws ConfigMissingException {
        Optional<String> text = Contents.text(found, key);
        if (text.isEmpty() && !optional) {
            throw new ConfigMissingException("couldn't find key " + key + " in " + where);
        }
        return text;
    }

    private Container named(@Nullable String name, Container self) {
        if (name == null || name.isEmpty()) {
            return self;
        }
        return facts.pod().getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElse(self);
    }

    private String inNamespace(String name) {
        return facts.pod().getMetadata().getNamespace() + "/" + name;
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }
}
