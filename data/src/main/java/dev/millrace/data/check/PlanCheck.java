package dev.millrace.data.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SplitPlan.By;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.Names;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a plan against the columns that its source has. */
public final class PlanCheck {
    private static final int MOST_PROBLEMS = 8;
    private static final String BOUNDS =
            "min, max, nullable, maxNullFraction, allowed, pattern, unique, maxDrift, maxAge, references, minRows, maxRows or sql";

    private final IngestPlan plan;
    private final List<String> columns;
    private final SensitiveColumns sensitive;
    private final List<String> problems = new ArrayList<>();

    private PlanCheck(IngestPlan plan, List<String> columns) {
        this.plan = plan;
        this.columns = columns;
        this.sensitive = SensitiveColumns.of(plan.columns());
    }

    /**
     * The role of each column.
     *
     * @param columns names of the columns of the source, or of what the plan's query makes of it
     * @throws StepException that tells all that is wrong, each with its field
     */
    public static Map<String, ColumnRole> roles(IngestPlan plan, List<String> columns) {
        PlanCheck check = new PlanCheck(plan, columns);
        check.columns();
        check.tests();
        Map<String, ColumnRole> roles = check.roles();
        plan.split().columns().forEach(column -> check.requireColumn("spec.split.columns", column));
        check.problems.addAll(new SplitCheck(plan.split(), columns, roles).problems());
        if (!check.problems.isEmpty()) {
            throw StepException.badInput(check.problems, MOST_PROBLEMS);
        }
        return roles;
    }

    private void columns() {
        Set<String> listed = new HashSet<>();
        for (ColumnPlan column : plan.columns()) {
            requireColumn("spec.columns[" + column.name() + "].name", column.name());
            if (!listed.add(column.name())) {
                problems.add("spec.columns[" + column.name() + "]: the column is listed twice.");
            }
        }
        if (plan.strictColumns()) {
            List<String> others =
                    columns.stream().filter(name -> !listed.contains(name)).toList();
            if (!others.isEmpty()) {
                problems.add("spec.strictColumns: " + rows() + " has columns that spec.columns does not list: "
                        + (hidesNames()
                                ? others.size() + " of them"
                                : String.join(", ", others.subList(0, Math.min(5, others.size())))
                                        + (others.size() > 5 ? " and " + (others.size() - 5) + " more" : ""))
                        + ". List them, or leave out strictColumns.");
            }
        }
    }

    private void tests() {
        Set<String> names = new HashSet<>();
        for (TestPlan test : plan.tests()) {
            String path = "spec.tests[" + test.name() + "]";
            if (!names.add(test.name())) {
                problems.add(path + ": two tests have this name.");
            }
            requireSql(path, test);
            if (!isOfColumn(test) && test.sql() == null && test.minRows() == null && test.maxRows() == null) {
                problems.add(path + " tests nothing: give it " + BOUNDS + ".");
            }
            if (isOfColumn(test) && test.column() == null && test.sql() == null) {
                problems.add(path + ".column is missing: name a column, or \"*\" for each.");
            }
            if (test.column() != null && !test.column().equals("*")) {
                requireColumn(path + ".column", test.column());
            }
            if (test.min() != null && test.max() != null && test.min() > test.max()) {
                problems.add(path + ": min " + test.min() + " is above max " + test.max() + ".");
            }
            if (test.minRows() != null && test.maxRows() != null && test.minRows() > test.maxRows()) {
                problems.add(path + ": minRows " + test.minRows() + " is above maxRows " + test.maxRows() + ".");
            }
            Double nulls = test.maxNullFraction();
            if (nulls != null && !(nulls >= 0 && nulls <= 1)) {
                problems.add(path + ".maxNullFraction: " + nulls + " is no fraction between 0 and 1.");
            }
            requireOneColumn(path, test);
            requirePattern(path, test.pattern());
            requireParent(path, test.maxDrift());
        }
    }

    private static boolean isOfColumn(TestPlan test) {
        return Stream.of(
                        test.min(),
                        test.max(),
                        test.nullable(),
                        test.maxNullFraction(),
                        test.allowed(),
                        test.pattern(),
                        test.unique(),
                        test.maxDrift(),
                        test.newest(),
                        test.references())
                .anyMatch(Objects::nonNull);
    }

    private void requireSql(String path, TestPlan test) {
        if (test.sql() == null) {
            if (test.equals() != null) {
                problems.add(path + ".equals is what sql gives: write the sql.");
            }
            return;
        }
        if (test.equals() == null && test.min() == null && test.max() == null) {
            problems.add(path + ".sql gives one number: say what it equals, or its min or max.");
        }
        boolean others = Stream.of(
                        test.column(),
                        test.nullable(),
                        test.maxNullFraction(),
                        test.allowed(),
                        test.pattern(),
                        test.unique(),
                        test.maxDrift(),
                        test.newest(),
                        test.references(),
                        test.minRows(),
                        test.maxRows())
                .anyMatch(Objects::nonNull);
        if (others) {
            problems.add(path + ".sql is about all rows, and a test of its own: leave the other bounds out.");
        }
    }

    private void requireOneColumn(String path, TestPlan test) {
        if ((test.newest() != null || test.references() != null) && "*".equals(test.column())) {
            problems.add(path + ".column: maxAge and references test one column: name it.");
        }
        if (test.newest() != null && test.column() != null && sensitive.contains(test.column())) {
            problems.add(path + ".maxAge tells the newest value of \"" + test.column()
                    + "\", which is sensitive: leave the one or the other out.");
        }
    }

    private void requirePattern(String path, @Nullable String pattern) {
        if (pattern == null) {
            return;
        }
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.add(path + ".pattern: " + pattern + " is no regular expression that RE2 knows: "
                    + e.getDescription() + ".");
        }
    }

    private void requireParent(String path, @Nullable Double maxDrift) {
        if (maxDrift == null) {
            return;
        }
        if (!(maxDrift >= 0)) {
            problems.add(path + ".maxDrift: " + maxDrift + " is below 0.");
        }
        if (plan.parent() == null) {
            problems.add(path + ".maxDrift compares with the parent: name it in spec.parent.");
        } else if (plan.parentView() == null) {
            problems.add(
                    path + ".maxDrift: the parent has no profile to compare with; use one that was ingested whole.");
        }
    }

    private Map<String, ColumnRole> roles() {
        Map<String, ColumnRole> roles = new HashMap<>();
        for (String column : columns) {
            roles.put(column, ColumnRole.FEATURE);
        }
        for (ColumnPlan column : plan.columns()) {
            if (column.role() != null && roles.containsKey(column.name())) {
                roles.put(column.name(), column.role());
            }
        }
        List<String> labels = withRole(roles, ColumnRole.LABEL);
        if (labels.size() > 1) {
            problems.add("spec.columns: " + String.join(" and ", labels) + " have the role label; there can be one.");
        }
        if (labels.stream().anyMatch(sensitive::contains)) {
            problems.add(
                    "spec.columns[" + labels.get(0)
                            + "].sensitive: a label's values are what a model's answers and metrics tell; leave sensitive out.");
        }
        if (plan.split().by() == By.COLUMN && plan.split().columns().stream().anyMatch(sensitive::contains)) {
            problems.add(
                    "spec.split.columns: the column names each row's split, which is told: leave its sensitive out.");
        }
        if (withRole(roles, ColumnRole.FEATURE).isEmpty()) {
            problems.add("spec.columns: no column is left with the role feature.");
        }
        return roles;
    }

    private List<String> withRole(Map<String, ColumnRole> roles, ColumnRole role) {
        return columns.stream().filter(name -> roles.get(name) == role).toList();
    }

    /** What a file without a header calls its columns are values. */
    private boolean hidesNames() {
        return !columns.containsAll(sensitive.names());
    }

    private String rows() {
        return plan.query() == null ? "the source" : "the query's result";
    }

    private void requireColumn(String path, String name) {
        if (columns.contains(name)) {
            return;
        }
        if (hidesNames()) {
            problems.add(path + ": " + rows() + " has no column \"" + name + "\".");
            return;
        }
        problems.add(path + ": " + rows() + " has no column \"" + name + "\"" + Names.insteadOf(name, columns));
    }
}
