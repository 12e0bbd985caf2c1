package dev.millrace.api.v1alpha1.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.api.v1alpha1.Absent;
import dev.millrace.api.v1alpha1.Limits;
import dev.millrace.api.v1alpha1.Wire;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of a column, or of the whole version. */
@Wire
@ValidationRule(
        value =
                "has(self.min) || has(self.max) || has(self.allowed) || has(self.minRows) || (has(self.nullable) && !self.nullable)",
        message = "a test tests something: give min, max, allowed, nullable: false or minRows")
@ValidationRule(
        value = "!has(self.column) || !has(self.minRows)",
        message = "minRows is about all rows: leave column out",
        fieldPath = ".minRows")
@ValidationRule(
        value = "has(self.column) || !(has(self.min) || has(self.max) || has(self.allowed) || has(self.nullable))",
        message = "min, max, allowed and nullable need a column",
        fieldPath = ".column")
@ValidationRule(
        value = "!has(self.min) || !has(self.max) || self.min <= self.max",
        message = "min is at most max",
        fieldPath = ".min")
public record DataTest(
        @Required
        @Size(min = 1, max = Limits.RULE_NAME)
        @Pattern("^[A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?$")
        @JsonPropertyDescription("Name of the test.")
        String name,

        @Size(min = 1, max = Limits.COLUMN_NAME)
        @JsonPropertyDescription("The column, or * for each column that the test can be made of.")
        @Nullable
        String column,

        @JsonPropertyDescription("Smallest value. Missing values pass.") @Nullable
        Double min,

        @JsonPropertyDescription("Largest value. Missing values pass.") @Nullable
        Double max,

        @JsonPropertyDescription("false: no value is missing; then serving refuses a missing value too.") @Nullable
        Boolean nullable,

        @Size(min = 1, max = Limits.ALLOWED) @JsonPropertyDescription("The only values, as text. Missing values pass.")
        List<String> allowed,

        @Min(1) @JsonPropertyDescription("Fewest rows of the version.") @Nullable
        Long minRows) {
    public DataTest {
        allowed = Absent.asEmpty(allowed);
    }
}
