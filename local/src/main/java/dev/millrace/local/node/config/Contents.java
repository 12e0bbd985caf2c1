package dev.millrace.local.node.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys of a ConfigMap or a Secret with their bytes. */
public final class Contents {
    private final ConfigSource source;
    private final String namespace;

    public Contents(ConfigSource source, String namespace) {
        this.source = source;
        this.namespace = namespace;
    }

    /** Of a ConfigMap. */
    public Map<String, byte[]> configMap(String name) throws ConfigMissingException {
        ConfigMap map = source.configMap(namespace, name)
                .orElseThrow(() -> new ConfigMissingException("configmap \"" + name + "\" not found"));
        Map<String, byte[]> contents = new TreeMap<>();
        if (map.getData() != null) {
            map.getData().forEach((key, text) -> contents.put(key, text.getBytes(StandardCharsets.UTF_8)));
        }
        if (map.getBinaryData() != null) {
            map.getBinaryData().forEach((key, bytes) -> contents.put(key, decoded(bytes)));
        }
        return contents;
    }

    /** Of a Secret. */
    public Map<String, byte[]> secret(String name) throws ConfigMissingException {
        Secret secret = source.secret(namespace, name)
                .orElseThrow(() -> new ConfigMissingException("secret \"" + name + "\" not found"));
        Map<String, byte[]> contents = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData().forEach((key, bytes) -> contents.put(key, decoded(bytes)));
        }
        return contents;
    }

    /** The same, where what is missing may be missing. */
    public static Map<String, byte[]> optional(Loading loading, boolean optional) throws ConfigMissingException {
        try {
            return loading.load();
        } catch (ConfigMissingException e) {
            if (optional) {
                return Map.of();
            }
            throw e;
        }
    }

    /** A key's text; empty: it is not there, and need not be. */
    public static Optional<String> text(Map<String, byte[]> contents, String key) {
        return Optional.ofNullable(contents.get(key)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String text) {
        return Base64.getMimeDecoder().decode(text);
    }

    /** Something that may not be there. */
    public interface Loading {
        Map<String, byte[]> load() throws ConfigMissingException;
    }
}
