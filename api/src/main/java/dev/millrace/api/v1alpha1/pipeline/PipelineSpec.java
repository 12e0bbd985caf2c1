package dev.millrace.api.v1alpha1.pipeline;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.deployment.DeploymentTemplateSpec;
import dev.millrace.api.v1alpha1.training.TrainingTemplateSpec;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What each execution makes: a data version, a run on it and, if its gates pass, what the deployment serves. */
@Wire
public record PipelineSpec(
        @Required @JsonPropertyDescription("The data of each execution.")
        Data dataset,

        @Required @JsonPropertyDescription("The training of each execution.")
        Training training,

        @JsonPropertyDescription("What serves the promoted model. Left out: nothing.") @Nullable
        Deployment deployment,

        @Default("false")
        @JsonPropertyDescription("true: no new execution starts, and a running training is suspended.")
        @Nullable
        Boolean suspend) {

    /** The data of each execution. */
    @Wire
    public record Data(
            @Required @JsonPropertyDescription("What the data version is made from.")
            DataTemplate template) {
        /** What data versions are made from. */
        @Wire
        @ValidationRule(
                value = "!has(self.spec.parent)",
                message = "leave parent out: it is the version of the execution before",
                fieldPath = ".spec.parent")
        public record DataTemplate(
                @Required @JsonPropertyDescription("Its spec.")
                DatasetVersionSpec spec) {}
    }

    /** The training of each execution. */
    @Wire
    public record Training(
            @Required @JsonPropertyDescription("What the run is made from.")
            TrainingTemplate template) {
        /** What runs are made from. */
        @Wire
        public record TrainingTemplate(
                @Required @JsonPropertyDescription("Its spec without dataset, which is the execution's.")
                TrainingTemplateSpec spec) {}
    }

    /** What serves the promoted model. */
    @Wire
    public record Deployment(
            @Required
            @Size(min = 1, max = Limits.NAME)
            @Pattern(Limits.NAME_PATTERN)
            @JsonPropertyDescription("Name of the ModelDeployment and its Service.")
            String name,

            @JsonPropertyDescription("What it is made from.") @Nullable
            DeploymentTemplate template) {
        /** What the deployment is made from. */
        @Wire
        public record DeploymentTemplate(
                @JsonPropertyDescription("Its spec without model, which refers to this pipeline.") @Nullable
                DeploymentTemplateSpec spec) {}

        /** The template's spec, with nothing set where there is none. */
        public DeploymentTemplateSpec templateSpec() {
            return template == null || template.spec() == null
                    ? new DeploymentTemplateSpec(null, null)
                    : template.spec();
        }
    }
}
