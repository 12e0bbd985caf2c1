package dev.millrace.api.v1alpha1.deployment;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A model that is served. */
@JsonClassDescription("A trained model that is served over the Open Inference Protocol.")
@Group("millrace.dev")
@Version("v1alpha1")
@Plural("modeldeployments")
@ShortNames("md")
@Categories("millrace")
@JsonIgnoreProperties(ignoreUnknown = true)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = STRING)
@AdditionalPrinterColumn(name = "Run", jsonPath = ".status.lineage.trainingRun", type = STRING)
@AdditionalPrinterColumn(name = "Dataset", jsonPath = ".status.lineage.dataset", type = STRING)
@AdditionalPrinterColumn(name = "Replicas", jsonPath = ".status.replicas", type = INTEGER)
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.readyReplicas", type = INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
@AdditionalPrinterColumn(name = "Model", jsonPath = ".status.lineage.modelDigest", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Data", jsonPath = ".status.lineage.datasetDigest", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "URL", jsonPath = ".status.url", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", type = STRING, priority = 1)
@ValidationRule(value = Limits.NAME_RULE, message = Limits.NAME_MESSAGE)
public final class ModelDeployment extends CustomResource<ModelDeploymentSpec, ModelDeploymentStatus>
        implements Namespaced {
    @Required
    @JsonPropertyDescription("What is wanted.")
    @Override
    public ModelDeploymentSpec getSpec() {
        return super.getSpec();
    }

    @JsonPropertyDescription("What the operator observed; nobody else writes it.")
    @Override
    public ModelDeploymentStatus getStatus() {
        return super.getStatus();
    }
}
