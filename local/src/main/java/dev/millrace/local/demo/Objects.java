package dev.millrace.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The objects of Millrace's kinds in the demo's namespace, as they are at any time. */
final class Objects implements AutoCloseable {
    private static final String API_VERSION = "millrace.dev/v1alpha1";
    private static final List<String> KINDS = List.of("Pipeline", "DatasetVersion", "TrainingRun", "ModelDeployment");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();

    /** Their kinds are there. */
    Objects(KubernetesClient client, String namespace) {
        for (String kind : KINDS) {
            informers.add(client.genericKubernetesResources(API_VERSION, kind)
                    .inNamespace(namespace)
                    .inform());
        }
    }

    /** In the order in which they come into being: rows, a model, what serves it. */
    List<JsonNode> all() {
        return informers.stream()
                .map(informer -> informer.getStore().list())
                .flatMap(Collection::stream)
                .map(object -> JSON.<JsonNode>valueToTree(object))
                .toList();
    }

    static Optional<JsonNode> find(List<JsonNode> objects, ObjectName name) {
        return objects.stream()
                .filter(object -> ObjectName.of(object).equals(name))
                .findFirst();
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
