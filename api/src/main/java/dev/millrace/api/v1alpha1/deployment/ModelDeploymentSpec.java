package dev.millrace.api.v1alpha1.deployment;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.NameReference;
import dev.millrace.api.v1alpha1.Resources;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** Which model is served, and how often. */
@Wire
public record ModelDeploymentSpec(
        @Required @JsonPropertyDescription("The model: exactly one of trainingRun and pipeline.")
        ModelReference model,

        @SpecReplicas
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
                "Number of pods. Left out: 1, or what an autoscaler sets through the scale subresource.")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("What a pod asks for and may use. Left out: what the administrator configured.")
        @Nullable
        Resources resources) {

    /** What made the model. */
    @Wire
    @ValidationRule(
            value = "has(self.trainingRun) != has(self.pipeline)",
            message = "give exactly one of trainingRun and pipeline")
    public record ModelReference(
            @JsonPropertyDescription("The model of a TrainingRun that Succeeded.") @Nullable
            NameReference trainingRun,

            @JsonPropertyDescription("The model that a Pipeline promoted last.") @Nullable
            NameReference pipeline) {

        public static ModelReference ofTrainingRun(String name) {
            return new ModelReference(new NameReference(name), null);
        }

        public static ModelReference ofPipeline(String name) {
            return new ModelReference(null, new NameReference(name));
        }
    }
}
