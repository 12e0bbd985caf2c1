package dev.millrace.operator.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.api.v1alpha1.training.Hyperparameters;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    /** A spec without hyperparameters is never seen by the schema's defaults: both must say the same. */
    @Test
    void aSpecWithoutHyperparametersTrainsAsOneWithEmptyOnes() throws IOException {
        JsonNode schema = Serialization.unmarshal(
                        Files.readString(Path.of("../crds/trainingruns.millrace.dev.yaml")), JsonNode.class)
                .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/hyperparameters/properties");
        ObjectNode defaulted = JsonNodeFactory.instance.objectNode();
        schema.properties()
                .forEach(field -> defaulted.set(field.getKey(), field.getValue().get("default")));

        Hyperparameters filledIn = Serialization.unmarshal(defaulted.toString(), Hyperparameters.class);

        assertThat(ModelPlans.hyperparameters(filledIn)).isEqualTo(ModelPlans.hyperparameters(null));
    }
}
