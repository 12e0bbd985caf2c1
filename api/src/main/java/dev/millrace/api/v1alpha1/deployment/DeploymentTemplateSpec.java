package dev.millrace.api.v1alpha1.deployment;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Resources;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** A ModelDeployment's spec without its model, which is the pipeline's. */
@Wire
public record DeploymentTemplateSpec(
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
                "Number of pods. Left out: 1, or what an autoscaler sets through the scale subresource.")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("What a pod asks for and may use. Left out: what the administrator configured.")
        @Nullable
        Resources resources) {

    /** The deployment of this template that serves a model. */
    public ModelDeploymentSpec of(ModelReference model) {
        return new ModelDeploymentSpec(model, replicas, resources);
    }
}
