package dev.millrace.api.schema;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The CustomResourceDefinitions of the four kinds. */
public final class Definitions {
    /** In the order in which data flows. */
    public static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(DatasetVersion.class, TrainingRun.class, ModelDeployment.class, Pipeline.class);

    private Definitions() {}

    public static List<CustomResourceDefinition> all() {
        return KINDS.stream().map(Definitions::of).toList();
    }

    public static CustomResourceDefinition of(Class<? extends CustomResource<?, ?>> kind) {
        CustomResourceHandler handler = new CustomResourceHandler();
        handler.handle(CustomResourceInfo.fromClass(kind), ResolvingContext.defaultResolvingContext(false));
        CustomResourceDefinition definition = handler.finish()
                .map(entry -> (CustomResourceDefinition) entry.getKey())
                .findFirst()
                .orElseThrow();
        CustomResourceDefinitionVersion version =
                definition.getSpec().getVersions().get(0);
        JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
        schema.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
        SchemaRules.apply(schema);
        version.setAdditionalPrinterColumns(inOrder(kind, version.getAdditionalPrinterColumns()));
        return definition;
    }

    /** The columns as the class lists them: the generator sorts them by their path. */
    private static List<CustomResourceColumnDefinition> inOrder(
            Class<?> kind, List<CustomResourceColumnDefinition> columns) {
        List<String> names = Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return columns.stream()
                .sorted(Comparator.comparingInt(column -> names.indexOf(column.getName())))
                .toList();
    }
}
