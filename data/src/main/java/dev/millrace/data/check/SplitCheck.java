package dev.millrace.data.check;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a planned split against the columns that there are. */
final class SplitCheck {
    private final SplitPlan plan;
    private final List<String> columns;
    private final Map<String, ColumnRole> roles;
    private final List<String> problems = new ArrayList<>();

    /** @param roles of the columns, by name */
    SplitCheck(SplitPlan plan, List<String> columns, Map<String, ColumnRole> roles) {
        this.plan = plan;
        this.columns = columns;
        this.roles = roles;
    }

    /** All that is wrong, each with its field. */
    List<String> problems() {
        for (String column : plan.columns()) {
            if (roles.get(column) == ColumnRole.LABEL) {
                problems.add("spec.split.columns: \"" + column
                        + "\" is the label; a split by it would give the answers away. Name a key or features.");
            }
        }
        if (plan.by() == null) {
            byHash();
        } else {
            switch (plan.by()) {
                case TIME -> byTime();
                case COLUMN -> byColumn();
            }
        }
        return problems;
    }

    private void byHash() {
        if (plan.seed() == null) {
            problems.add("spec.split.seed is missing.");
        }
        fractions(plan.fractions());
        if (plan.isStratified() && !roles.containsValue(ColumnRole.LABEL)) {
            problems.add("spec.split.stratify needs a label: give a column the role label, or leave stratify out.");
        }
    }

    private void byTime() {
        fractions(plan.fractions());
        without("seed", plan.seed());
        without("stratify", plan.stratify());
        List<String> times = columns.stream()
                .filter(name -> roles.get(name) == ColumnRole.TIME)
                .toList();
        if (plan.columns().size() > 1) {
            problems.add("spec.split.columns: a split by time takes one column, not "
                    + plan.columns().size() + ".");
        } else if (plan.columns().isEmpty() && times.size() != 1) {
            problems.add("spec.split.by: time needs one column with the role time, and there "
                    + (times.isEmpty() ? "is none" : "are " + String.join(", ", times))
                    + ": name the column with the time in spec.split.columns.");
        }
    }

    private void byColumn() {
        without("fractions", plan.fractions());
        without("seed", plan.seed());
        without("stratify", plan.stratify());
        if (plan.columns().size() != 1) {
            problems.add("spec.split.columns: a split by column takes the one column that names each row's split, not "
                    + plan.columns().size() + ".");
        } else if (roles.get(plan.columns().get(0)) == ColumnRole.FEATURE) {
            problems.add("spec.columns: \"" + plan.columns().get(0)
                    + "\" names the split, which no model may learn from: give it the role ignore.");
        }
    }

    private void without(String field, @Nullable Object value) {
        if (value != null) {
            problems.add("spec.split." + field + " has no effect with by: "
                    + (plan.by() == SplitPlan.By.TIME ? "time" : "column") + ": leave it out.");
        }
    }

    private void fractions(@Nullable Fractions fractions) {
        if (fractions == null) {
            problems.add("spec.split.fractions is missing.");
            return;
        }
        double sum = fractions.train() + fractions.validation() + fractions.test();
        boolean negative = fractions.train() < 0 || fractions.validation() < 0 || fractions.test() < 0;
        if (negative || Math.abs(sum - 1) > 1e-9) {
            problems.add("spec.split.fractions: " + fractions.train() + ", " + fractions.validation() + " and "
                    + fractions.test() + " must be at least 0 and sum to 1.");
        } else if (fractions.train() == 0) {
            problems.add("spec.split.fractions.train is 0: nothing could be learned.");
        }
    }
}
