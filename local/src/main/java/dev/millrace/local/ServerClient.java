package dev.millrace.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;

/**
 * A client of an embedded API server, whatever clusters this machine knows besides.
 *
 * <p>A client without a token looks for one in kubeconfigs, variables and service accounts, once a minute and whenever it is refused: it
 * would send the secrets of another cluster, and be refused for them. This one has an empty token, and does not look.
 *
 * <p>Its watches are WebSockets: over plain HTTP the client (Fabric8 7.5.2) loses an event behind one that is not all ASCII, and ends.
 * HTTP/2, which the server does not speak, is not offered with each request.
 */
public final class ServerClient {
    /**
     * On a busy machine the first object of a kind waits long for its rules to be compiled, and the client asks again when it has lost
     * patience: it would be told that the object exists.
     */
    private static final int PATIENCE_MILLIS = 60_000;

    private ServerClient() {}

    /**
     * A client that asks as whoever reaches the server.
     *
     * @param server its address
     * @param namespace of objects that name none
     */
    public static KubernetesClient of(URI server, String namespace) {
        return builder(server, namespace).build();
    }

    /**
     * One that does not read {@code managedFields}, which would be the larger part of its caches. An update without them leaves them as they are.
     *
     * @param server its address
     * @param namespace of objects that name none
     */
    public static KubernetesClient withoutManagedFields(URI server, String namespace) {
        ObjectMapper mapper = new ObjectMapper();
        mapper.configOverride(ObjectMeta.class)
                .setIgnorals(JsonIgnoreProperties.Value.forIgnoredProperties("managedFields"));
        return builder(server, namespace)
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .build();
    }

    private static KubernetesClientBuilder builder(URI server, String namespace) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.toString())
                .withNamespace(namespace)
                .withOauthTokenProvider(() -> "")
                .withRequestTimeout(PATIENCE_MILLIS)
                .withHttp2Disable(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config);
    }
}
