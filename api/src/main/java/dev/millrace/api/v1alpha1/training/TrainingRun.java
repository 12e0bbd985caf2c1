package dev.millrace.api.v1alpha1.training;

import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.DATE;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.INTEGER;
import static io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type.STRING;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One training of one model on one data version. */
@JsonClassDescription(
        "One training of one model on one DatasetVersion. Its spec never changes, but for suspend, and while it is suspended resources, scheduling and limits.")
@Group("millrace.dev")
@Version("v1alpha1")
@Plural("trainingruns")
@ShortNames("tr")
@Categories("millrace")
@JsonIgnoreProperties(ignoreUnknown = true)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = STRING)
@AdditionalPrinterColumn(name = "Dataset", jsonPath = ".spec.dataset.name", type = STRING)
@AdditionalPrinterColumn(name = "Progress%", jsonPath = ".status.progress.percent", type = INTEGER)
@AdditionalPrinterColumn(name = "Score", jsonPath = ".status.score", type = STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
@AdditionalPrinterColumn(name = "Model", jsonPath = ".status.model.digest", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Data", jsonPath = ".status.lineage.datasetDigest", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", type = STRING, priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.dataset.name")
@AdditionalSelectableField(jsonPath = ".status.model.digest")
@ValidationRule(value = Limits.NAME_RULE, message = Limits.NAME_MESSAGE)
public final class TrainingRun extends CustomResource<TrainingRunSpec, TrainingRunStatus> implements Namespaced {
    @Required
    @JsonPropertyDescription("What is wanted.")
    @Override
    public TrainingRunSpec getSpec() {
        return super.getSpec();
    }

    @JsonPropertyDescription("What the operator observed; nobody else writes it.")
    @Override
    public TrainingRunStatus getStatus() {
        return super.getStatus();
    }
}
