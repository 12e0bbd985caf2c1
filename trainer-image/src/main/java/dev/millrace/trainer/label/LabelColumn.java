package dev.millrace.trainer.label;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.StepException;
import dev.millrace.model.feature.UnknownColumn;
import java.util.List;

/**
 * The column that a model learns.
 *
 * @param type of it, one that fits the task
 */
public record LabelColumn(String name, ColumnType type) {
    private static final String FIELD = "spec.model.label.column";

    /**
     * Finds the label column and checks it against the task.
     *
     * @throws StepException BadInput: no such column, a type that the task cannot learn, an option of the label that is not the task's
     */
    public static LabelColumn of(ModelPlan plan, Profile profile) {
        ColumnProfile column = find(plan, profile);
        if (column.hidesValues()) {
            throw StepException.badInput(
                    FIELD + ": \"" + column.name()
                            + "\" is sensitive in the data version, and the answers and metrics of a model tell its label's values; choose another label, or declare the column without sensitive.");
        }
        boolean regression = plan.task() == Task.REGRESSION;
        if (regression && !column.type().isNumeric()) {
            throw StepException.badInput(
                    "spec.model.task: a regression learns numbers, but its label \"%s\" is of type %s; use the task binary or multiclass, or choose another label."
                            .formatted(column.name(), wire(column.type())));
        }
        if (!regression) {
            checkClasses(column);
            if (plan.label().transform() != LabelTransform.NONE) {
                throw StepException.badInput(
                        "spec.model.label.transform: classes have no logarithm; leave the transform out, or use the task regression.");
            }
        }
        if (plan.task() != Task.BINARY && plan.label().positive() != null) {
            throw StepException.badInput(
                    "spec.model.label.positive: only the task binary has a positive class; leave it out.");
        }
        return new LabelColumn(column.name(), column.type());
    }

    private static ColumnProfile find(ModelPlan plan, Profile profile) {
        String wanted = plan.label().column();
        if (wanted == null) {
            return profile.columns().stream()
                    .filter(column -> column.role() == ColumnRole.LABEL)
                    .findFirst()
                    .orElseThrow(
                            () -> StepException.badInput(
                                    FIELD
                                            + ": the data version names no label; name the column here, or give it the role label in the data version."));
        }
        List<String> names = profile.columns().stream().map(ColumnProfile::name).toList();
        return profile.columns().stream()
                .filter(column -> column.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> StepException.badInput(FIELD + ": the data version has no column \"" + wanted
                        + "\"; " + UnknownColumn.question(wanted, names)));
    }

    private static void checkClasses(ColumnProfile column) {
        String problem =
                switch (column.type()) {
                    case CATEGORY, BOOLEAN, INTEGER -> "";
                    case NUMBER -> "use the task regression, or declare it as integer or category in the data version";
                    case TEXT -> "declare it as category in the data version";
                    case TIMESTAMP -> "choose another label";
                };
        if (!problem.isEmpty()) {
            throw StepException.badInput(FIELD
                    + ": \"%s\" is of type %s, which has no classes; %s."
                            .formatted(column.name(), wire(column.type()), problem));
        }
    }

    private static String wire(ColumnType type) {
        return Json.tree(Json.bytes(type)).asText();
    }
}
