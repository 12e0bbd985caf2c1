package dev.millrace.api.v1alpha1.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A taint that a pod tolerates: Kubernetes' Toleration. */
@Wire
@ValidationRule(
        value = "has(self.key) || (has(self.operator) && self.operator == 'Exists')",
        message = "a toleration without key needs operator: Exists",
        fieldPath = ".operator")
@ValidationRule(
        value = "!has(self.value) || !has(self.operator) || self.operator == 'Equal'",
        message = "value is for operator: Equal",
        fieldPath = ".value")
public record Toleration(
        @Size(min = 1, max = Limits.OBJECT_NAME)
        @JsonPropertyDescription("The taint's key. Left out: any, with operator Exists.")
        @Nullable
        String key,

        @JsonPropertyDescription("How the taint's value compares. Left out: Equal.") @Nullable
        Operator operator,

        @Size(max = Limits.RULE_NAME) @JsonPropertyDescription("The taint's value.") @Nullable
        String value,

        @JsonPropertyDescription("The taint's effect. Left out: any.") @Nullable
        Effect effect,

        @JsonPropertyDescription("How long a NoExecute taint is tolerated. Left out: for ever.") @Nullable
        Long tolerationSeconds) {

    /** How values compare. */
    @WireEnum
    public enum Operator {
        @JsonProperty("Exists")
        EXISTS,
        @JsonProperty("Equal")
        EQUAL
    }

    /** What a taint does. */
    @WireEnum
    public enum Effect {
        @JsonProperty("NoSchedule")
        NO_SCHEDULE,
        @JsonProperty("PreferNoSchedule")
        PREFER_NO_SCHEDULE,
        @JsonProperty("NoExecute")
        NO_EXECUTE
    }

    /** The same as a pod's field. */
    public io.fabric8.kubernetes.api.model.Toleration toToleration() {
        return new io.fabric8.kubernetes.api.model.TolerationBuilder()
                .withKey(key)
                .withOperator(operator == null ? null : wireName(operator))
                .withValue(value)
                .withEffect(effect == null ? null : wireName(effect))
                .withTolerationSeconds(tolerationSeconds)
                .build();
    }

    private static String wireName(Operator operator) {
        return switch (operator) {
            case EXISTS -> "Exists";
            case EQUAL -> "Equal";
        };
    }

    private static String wireName(Effect effect) {
        return switch (effect) {
            case NO_SCHEDULE -> "NoSchedule";
            case PREFER_NO_SCHEDULE -> "PreferNoSchedule";
            case NO_EXECUTE -> "NoExecute";
        };
    }
}
