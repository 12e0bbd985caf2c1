package dev.millrace.api.v1alpha1.pipeline;

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

/** Keeps data, model and deployment up to date. */
@JsonClassDescription(
        "Keeps data, model and deployment up to date: each execution makes a DatasetVersion and a TrainingRun and promotes the model whose gates pass.")
@Group("millrace.dev")
@Version("v1alpha1")
@Plural("pipelines")
@ShortNames("pl")
@Categories("millrace")
@JsonIgnoreProperties(ignoreUnknown = true)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = STRING)
@AdditionalPrinterColumn(name = "Execution", jsonPath = ".status.execution.number", type = INTEGER)
@AdditionalPrinterColumn(name = "Dataset", jsonPath = ".status.latest.dataset", type = STRING)
@AdditionalPrinterColumn(name = "Promoted", jsonPath = ".status.promoted.trainingRun", type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
@AdditionalPrinterColumn(name = "Model", jsonPath = ".status.promoted.modelDigest", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", type = STRING, priority = 1)
@ValidationRule(value = Limits.PIPELINE_NAME_RULE, message = Limits.PIPELINE_NAME_MESSAGE)
public final class Pipeline extends CustomResource<PipelineSpec, PipelineStatus> implements Namespaced {
    @Required
    @JsonPropertyDescription("What is wanted.")
    @Override
    public PipelineSpec getSpec() {
        return super.getSpec();
    }

    @JsonPropertyDescription("What the operator observed; nobody else writes it.")
    @Override
    public PipelineStatus getStatus() {
        return super.getStatus();
    }
}
