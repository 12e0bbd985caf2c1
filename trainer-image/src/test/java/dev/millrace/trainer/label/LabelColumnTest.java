package dev.millrace.trainer.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelColumnTest {
    private static final Profile PROFILE = new Profile(List.of(
            column("Sale_Price", ColumnType.NUMBER, ColumnRole.LABEL),
            column("Street", ColumnType.CATEGORY, ColumnRole.FEATURE),
            column("Note", ColumnType.TEXT, ColumnRole.FEATURE),
            column("Sold", ColumnType.TIMESTAMP, ColumnRole.FEATURE)));

    @Test
    void isTheDataVersionsOwnUnlessThePlanNamesAnother() {
        assertThat(find(Task.REGRESSION, null)).isEqualTo(new LabelColumn("Sale_Price", ColumnType.NUMBER));
        assertThat(find(Task.MULTICLASS, "Street")).isEqualTo(new LabelColumn("Street", ColumnType.CATEGORY));
    }

    @Test
    void mustExist() {
        assertThatThrownBy(() -> find(Task.REGRESSION, "SalePrice"))
                .hasMessage(
                        "spec.model.label.column: the data version has no column \"SalePrice\"; did you mean \"Sale_Price\"?");
        Profile unlabelled = new Profile(List.of(column("Street", ColumnType.CATEGORY, ColumnRole.FEATURE)));
        assertThatThrownBy(() -> LabelColumn.of(plan(Task.BINARY, null, LabelTransform.NONE, null), unlabelled))
                .hasMessage(
                        "spec.model.label.column: the data version names no label; name the column here, or give it the role label in the data version.");
    }

    @Test
    void mustNotBeSensitive() {
        Profile profile = new Profile(
                List.of(column("Income", ColumnType.NUMBER, ColumnRole.FEATURE).asSensitive()));
        assertThatThrownBy(() -> LabelColumn.of(plan(Task.REGRESSION, "Income", LabelTransform.NONE, null), profile))
                .hasMessage(
                        "spec.model.label.column: \"Income\" is sensitive in the data version, and the answers and metrics of a model tell its label's values; choose another label, or declare the column without sensitive.");
    }

    @Test
    void mustFitTheTask() {
        assertThatThrownBy(() -> find(Task.REGRESSION, "Street"))
                .hasMessage(
                        "spec.model.task: a regression learns numbers, but its label \"Street\" is of type category; use the task binary or multiclass, or choose another label.");
        assertThatThrownBy(() -> find(Task.BINARY, null))
                .hasMessage(
                        "spec.model.label.column: \"Sale_Price\" is of type number, which has no classes; use the task regression, or declare it as integer or category in the data version.");
        assertThatThrownBy(() -> find(Task.MULTICLASS, "Note"))
                .hasMessage(
                        "spec.model.label.column: \"Note\" is of type text, which has no classes; declare it as category in the data version.");
        assertThatThrownBy(() -> find(Task.MULTICLASS, "Sold"))
                .hasMessage(
                        "spec.model.label.column: \"Sold\" is of type timestamp, which has no classes; choose another label.");
    }

    @Test
    void takesNoOptionThatIsNotItsTasks() {
        assertThatThrownBy(() -> LabelColumn.of(plan(Task.BINARY, "Street", LabelTransform.LOG, null), PROFILE))
                .hasMessage(
                        "spec.model.label.transform: classes have no logarithm; leave the transform out, or use the task regression.");
        assertThatThrownBy(() -> LabelColumn.of(plan(Task.MULTICLASS, "Street", LabelTransform.NONE, "Pave"), PROFILE))
                .hasMessage("spec.model.label.positive: only the task binary has a positive class; leave it out.");
    }

    private static LabelColumn find(Task task, @Nullable String column) {
        return LabelColumn.of(plan(task, column, LabelTransform.NONE, null), PROFILE);
    }

    private static ModelPlan plan(
            Task task, @Nullable String column, LabelTransform transform, @Nullable String positive) {
        return new ModelPlan(task, new LabelPlan(column, transform, positive), List.of(), List.of());
    }

    private static ColumnProfile column(String name, ColumnType type, ColumnRole role) {
        Statistics none = new Statistics(0, 0, 0, null, null, List.of(), List.of(), List.of(), null, null, null);
        return new ColumnProfile(name, type, role, none, Map.of());
    }
}
