package dev.millrace.local.node.volume;

import dev.millrace.local.node.config.ConfigMissingException;
import dev.millrace.local.node.config.Contents;
import dev.millrace.local.node.config.PodFacts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of volumes that are made of objects: path in the volume, bytes and mode. */
final class ProjectedFiles {
    private final Contents contents;
    private final PodFacts facts;
    private final Tokens tokens;
    private final Map<String, File> files = new LinkedHashMap<>();

    /**
     * A file to be.
     *
     * @param mode of POSIX, such as 0644; null: the volume's default
     */
    record File(ByteBuffer bytes, @Nullable Integer mode) {
        File(byte[] bytes, @Nullable Integer mode) {
            this(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), mode);
        }

        /** The bytes, to be read once. */
        ByteBuffer content() {
            return bytes.duplicate();
        }
    }

    ProjectedFiles(Contents contents, PodFacts facts, Tokens tokens) {
        this.contents = contents;
        this.facts = facts;
        this.tokens = tokens;
    }

    Map<String, File> files() {
        return files;
    }

    void configMap(String name, @Nullable List<KeyToPath> items, @Nullable Boolean optional)
            throws ConfigMissingException {
        boolean mayMiss = Boolean.TRUE.equals(optional);
        select(Contents.optional(() -> contents.configMap(name), mayMiss), items, mayMiss, "configmap");
    }

    void secret(String name, @Nullable List<KeyToPath> items, @Nullable Boolean optional)
            throws ConfigMissingException {
        boolean mayMiss = Boolean.TRUE.equals(optional);
        select(Contents.optional(() -> contents.secret(name), mayMiss), items, mayMiss, "secret");
    }

    private void select(Map<String, byte[]> found, @Nullable List<KeyToPath> items, boolean optional, String kind)
            throws ConfigMissingException {
        if (items == null || items.isEmpty()) {
            found.forEach((key, bytes) -> files.put(key, new File(bytes, null)));
            return;
        }
        for (KeyToPath item : items) {
            byte[] bytes = found.get(item.getKey());
            if (bytes != null) {
                files.put(item.getPath(), new File(bytes, item.getMode()));
            } else if (!optional) {
                throw new ConfigMissingException(kind + " references non-existent config key: " + item.getKey());
            }
        }
    }

    void downward(List<DownwardAPIVolumeFile> items) throws ConfigMissingException {
        for (DownwardAPIVolumeFile item : items) {
            String text;
            if (item.getFieldRef() != null) {
                text = facts.field(item.getFieldRef().getFieldPath());
            } else {
                var reference = item.getResourceFieldRef();
                text = facts.resource(
                        container(reference.getContainerName()), reference.getResource(), reference.getDivisor());
            }
            files.put(item.getPath(), new File(text.getBytes(StandardCharsets.UTF_8), item.getMode()));
        }
    }

    void projection(VolumeProjection source) throws ConfigMissingException {
        if (source.getConfigMap() != null) {
            var map = source.getConfigMap();
            configMap(map.getName(), map.getItems(), map.getOptional());
        }
        if (source.getSecret() != null) {
            var secret = source.getSecret();
            secret(secret.getName(), secret.getItems(), secret.getOptional());
        }
        if (source.getDownwardAPI() != null) {
            downward(source.getDownwardAPI().getItems());
        }
        if (source.getServiceAccountToken() != null) {
            byte[] token = tokens.token(facts.pod()).getBytes(StandardCharsets.UTF_8);
            files.put(source.getServiceAccountToken().getPath(), new File(token, 0600));
        }
    }

    private Container container(String name) throws ConfigMissingException {
        return facts.pod().getSpec().getContainers().stream()
                .filter(container -> container.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigMissingException("container " + name + " not found"));
    }
}
