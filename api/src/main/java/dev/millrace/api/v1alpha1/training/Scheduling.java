package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a pod runs. */
@Wire
public record Scheduling(
        @Size(min = 1, max = Limits.OBJECT_NAME)
        @Pattern(Limits.OBJECT_NAME_PATTERN)
        @JsonPropertyDescription("Name of a PriorityClass.")
        @Nullable
        String priorityClassName,

        @Size(max = 16) @JsonPropertyDescription("Labels that the node must have.")
        Map<String, String> nodeSelector,

        @Size(max = 16) @JsonPropertyDescription("Taints of nodes that the pod tolerates.")
        List<Toleration> tolerations) {
    public Scheduling {
        nodeSelector = Absent.asEmpty(nodeSelector);
        tolerations = Absent.asEmpty(tolerations);
    }
}
