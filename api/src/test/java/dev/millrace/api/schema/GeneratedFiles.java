package dev.millrace.api.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files that follow from the records, by their path below the repository's root. */
public final class GeneratedFiles {
    private static final String HEADER = "# Generated from api/ by `make generate`.\n";
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .build())
            .registerModule(new SimpleModule().addSerializer(Double.class, new BoundSerializer()));

    private GeneratedFiles() {}

    public static Map<String, String> byPath() {
        Map<String, String> files = new TreeMap<>();
        List<CustomResourceDefinition> definitions = Definitions.all();
        for (CustomResourceDefinition definition : definitions) {
            String file = definition.getMetadata().getName() + ".yaml";
            String yaml = HEADER + yaml(definition);
            files.put("crds/" + file, yaml);
            // A chart may not read files outside its folder.
            files.put("helm/millrace/files/crds/" + file, yaml);
        }
        files.put("crds/kustomization.yaml", HEADER + kustomization(definitions));
        files.put("docs/api-reference.md", ApiReference.of(definitions));
        return files;
    }

    private static String kustomization(List<CustomResourceDefinition> definitions) {
        StringBuilder text =
                new StringBuilder("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n");
        definitions.stream()
                .map(definition -> "  - " + definition.getMetadata().getName() + ".yaml\n")
                .sorted()
                .forEach(text::append);
        return text.toString();
    }

    private static String yaml(CustomResourceDefinition definition) {
        try {
            return YAML.writeValueAsString(definition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes 1, not 1.0: kustomize and Helm rewrite the one as the other. */
    private static final class BoundSerializer extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (value == Math.rint(value)) {
                generator.writeNumber(value.longValue());
            } else {
                generator.writeNumber(value);
            }
        }
    }
}
