package dev.millrace.api.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.schema.Definitions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Our kinds under an API group and in a namespace that exist for one test class: an installed Millrace is neither touched nor does it
 * act on the objects.
 */
final class ScratchGroup implements BeforeAllCallback, AfterAllCallback {
    private static final int SECONDS = 30;

    private final String group = "t" + UUID.randomUUID().toString().substring(0, 8) + ".millrace.dev";
    private final List<CustomResourceDefinition> definitions =
            Definitions.all().stream().map(this::regrouped).toList();
    private @Nullable KubernetesClient client;
    private @Nullable Namespace namespace;

    @Override
    public void beforeAll(ExtensionContext test) {
        client = TestServer.of(test).client();
        namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("millrace-admission-")
                        .endMetadata()
                        .build())
                .create();
        definitions.forEach(definition -> client.resource(definition).create());
        definitions.forEach(definition ->
                client.resource(definition).waitUntilCondition(ScratchGroup::isEstablished, SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (namespace != null) {
            client.resource(namespace).delete();
            definitions.forEach(definition -> client.resource(definition).delete());
        }
    }

    /** An object of a kind, not yet sent. */
    NamespaceableResource<GenericKubernetesResource> object(String kind, String name, ObjectNode content) {
        ObjectNode object = content.deepCopy();
        object.put("apiVersion", "millrace.dev/v1alpha1");
        object.put("kind", kind);
        object.putObject("metadata").put("name", name);
        return scratch(Serialization.unmarshal(object.toString(), GenericKubernetesResource.class));
    }

    /** Any object, moved to this namespace and, where it is of ours, to this group. */
    NamespaceableResource<GenericKubernetesResource> scratch(GenericKubernetesResource object) {
        object.setApiVersion(object.getApiVersion().replace("millrace.dev", group));
        object.getMetadata().setNamespace(namespace.getMetadata().getName());
        return client.resource(object);
    }

    private CustomResourceDefinition regrouped(CustomResourceDefinition definition) {
        definition.getSpec().setGroup(group);
        definition.getMetadata().setName(definition.getSpec().getNames().getPlural() + "." + group);
        return definition;
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream().anyMatch(ScratchGroup::isEstablished);
    }

    private static boolean isEstablished(CustomResourceDefinitionCondition condition) {
        return condition.getType().equals("Established")
                && condition.getStatus().equals("True");
    }
}
