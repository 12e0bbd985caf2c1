package dev.millrace.api.v1alpha1.dataset;

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

/** An immutable, tested, profiled snapshot of data. */
@JsonClassDescription("An immutable, tested, profiled snapshot of data. Its spec never changes.")
@Group("millrace.dev")
@Version("v1alpha1")
@Plural("datasetversions")
@ShortNames("dsv")
@Categories("millrace")
@JsonIgnoreProperties(ignoreUnknown = true)
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = STRING)
@AdditionalPrinterColumn(name = "Rows", jsonPath = ".status.rows", type = INTEGER)
@AdditionalPrinterColumn(name = "+Rows", jsonPath = ".status.diff.rowsAdded", type = INTEGER)
@AdditionalPrinterColumn(name = "-Rows", jsonPath = ".status.diff.rowsRemoved", type = INTEGER)
@AdditionalPrinterColumn(name = "Tests-Passed", jsonPath = ".status.tests.passed", type = INTEGER)
@AdditionalPrinterColumn(name = "Tests-Failed", jsonPath = ".status.tests.failed", type = INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = DATE)
@AdditionalPrinterColumn(name = "Digest", jsonPath = ".status.digest", type = STRING, priority = 1)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", type = STRING, priority = 1)
@AdditionalSelectableField(jsonPath = ".status.digest")
@ValidationRule(value = Limits.NAME_RULE, message = Limits.NAME_MESSAGE)
@ValidationRule(
        value = "has(self.spec.parent) || !has(self.spec.tests) || self.spec.tests.all(t, !has(t.maxDrift))",
        message = "maxDrift compares with the parent: name it in spec.parent",
        fieldPath = ".spec.tests")
@ValidationRule(
        value =
                "!has(self.spec.tests) || self.spec.tests.all(t, !has(t.references) || t.references.dataset.name != self.metadata.name)",
        message = "references is about another version, not this one",
        fieldPath = ".spec.tests")
@ValidationRule(
        value = "self.spec == oldSelf.spec",
        message = "never changes: use another name, or a Pipeline",
        fieldPath = ".spec")
public final class DatasetVersion extends CustomResource<DatasetVersionSpec, DatasetVersionStatus>
        implements Namespaced {
    @Required
    @JsonPropertyDescription("What is wanted.")
    @Override
    public DatasetVersionSpec getSpec() {
        return super.getSpec();
    }

    @JsonPropertyDescription("What the operator observed; nobody else writes it.")
    @Override
    public DatasetVersionStatus getStatus() {
        return super.getStatus();
    }
}
