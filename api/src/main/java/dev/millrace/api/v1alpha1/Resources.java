package dev.millrace.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;

/** What a pod asks for and may use: Kubernetes' ResourceRequirements without claims. */
@Wire
@ValidationRule(
        value = "!has(self.requests) || !has(self.limits) || self.requests.all(k, !(k in self.limits)"
                + " || quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) <= 0)",
        message = "a request is at most its limit")
@ValidationRule(
        value = "!has(self.requests) || self.requests.all(k, !k.contains('/') || (has(self.limits) && k in self.limits"
                + " && quantity(string(self.requests[k])).compareTo(quantity(string(self.limits[k]))) == 0))",
        message =
                "resources such as nvidia.com/gpu are not shared: give them in limits, and in requests the same or nothing")
public record Resources(
        @Size(max = 16) @JsonPropertyDescription("What the pod is scheduled by, such as cpu and memory.")
        Map<String, Quantity> requests,

        @Size(max = 16) @JsonPropertyDescription("What the pod may use at most, such as memory and nvidia.com/gpu.")
        Map<String, Quantity> limits) {
    public Resources {
        requests = Absent.asEmpty(requests);
        limits = Absent.asEmpty(limits);
    }

    /** The same as a container's field. */
    public ResourceRequirements toRequirements() {
        return new ResourceRequirementsBuilder()
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }
}
