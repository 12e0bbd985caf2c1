package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import dev.millrace.api.v1alpha1.WireEnum;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is known of a column. */
@Wire
@ValidationRule(
        value = "!has(self.role) || self.role != 'label' || !has(self.type) || !(self.type in ['text', 'timestamp'])",
        message = "a label has the type number, integer, category or boolean",
        fieldPath = ".type")
@ValidationRule(
        value = "!has(self.sensitive) || !self.sensitive || !has(self.role) || self.role != 'label'",
        message = "a label's values are what a model's answers and metrics tell: a sensitive column has another role",
        fieldPath = ".sensitive")
@ValidationRule(value = "self.name != '*'", message = "names one column", fieldPath = ".name")
public record Column(
        @Required @Size(min = 1, max = Limits.COLUMN_NAME) @JsonPropertyDescription("Its name, as in the source.")
        String name,

        @JsonPropertyDescription("Its type. Left out: inferred from all its values.") @Nullable
        Type type,

        @Default("feature")
        @JsonPropertyDescription(
                "What it is for. A key names the thing that a row is about: it is no feature, and rows of one thing stay in one split.")
        @Nullable
        Role role,

        @JsonPropertyDescription(
                "true: none of its values is told, in status, Events, messages, logs or profile. They are in the stored rows, and in a model of which the column is a feature.")
        @Nullable
        Boolean sensitive) {

    /** The types of columns. */
    @WireEnum
    public enum Type {
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("integer")
        INTEGER,
        @JsonProperty("category")
        CATEGORY,
        @JsonProperty("boolean")
        BOOLEAN,
        @JsonProperty("timestamp")
        TIMESTAMP,
        @JsonProperty("text")
        TEXT
    }

    /** What a column is for. */
    @WireEnum
    public enum Role {
        @JsonProperty("feature")
        FEATURE,
        @JsonProperty("label")
        LABEL,
        @JsonProperty("key")
        KEY,
        @JsonProperty("time")
        TIME,
        @JsonProperty("ignore")
        IGNORE
    }
}
