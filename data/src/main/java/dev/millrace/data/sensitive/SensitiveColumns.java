package dev.millrace.data.sensitive;

import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.data.engine.QueryException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns whose values are told to nobody: they are in no summary, message, log line or profile.
 *
 * <p>Where there is one, what other programs say of the rows is not repeated either, for they quote what they read: a value of whichever column.
 *
 * @param names of the columns
 */
public record SensitiveColumns(Set<String> names) {
    /** What stands in a sentence in place of a value. */
    public static final String VALUE = "a sensitive value";

    public SensitiveColumns {
        names = Set.copyOf(names);
    }

    /** Those that a spec declares so. */
    public static SensitiveColumns of(List<ColumnPlan> plans) {
        return new SensitiveColumns(plans.stream()
                .filter(plan -> Boolean.TRUE.equals(plan.sensitive()))
                .map(ColumnPlan::name)
                .collect(Collectors.toSet()));
    }

    /** Whether there is one. */
    public boolean any() {
        return !names.isEmpty();
    }

    public boolean contains(String column) {
        return names.contains(column);
    }

    /** The same figures, with a mark at each of these columns. */
    public Profile marked(Profile profile) {
        return new Profile(profile.columns().stream()
                .map(column -> contains(column.name()) ? column.asSensitive() : column)
                .toList());
    }

    /** What another program says of rows, unless it may quote a sensitive value. */
    public String words(String said) {
        return any() ? "details are left out, as they may quote a value of a sensitive column" : said;
    }

    /**
     * A failure that may be told and logged: one of a kind that nobody expected is stripped of its words, which may quote a value. Its stack trace stays.
     *
     * @param failure not a sentence of ours
     */
    public RuntimeException silenced(RuntimeException failure) {
        if (!any()) {
            return failure;
        }
        String kind = failure instanceof QueryException query
                ? query.kind()
                : failure.getClass().getName();
        RuntimeException silenced = new IllegalStateException(kind + ": " + words(""));
        silenced.setStackTrace(failure.getStackTrace());
        return silenced;
    }
}
