package dev.millrace.contract.plan;

import dev.millrace.contract.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One data test: every bound that is given must hold.
 *
 * @param name of the test
 * @param column whose values are tested, {@code *} for each; null for a test of the whole version
 * @param severity null: a version that breaks the test fails
 * @param min smallest allowed value, inclusive; nulls pass
 * @param max largest allowed value, inclusive; nulls pass
 * @param nullable false: no nulls
 * @param maxNullFraction largest share of nulls among the rows, inclusive
 * @param allowed the only allowed values, as text; nulls pass
 * @param pattern RE2 that every value matches from its beginning to its end; nulls pass
 * @param unique true: no value occurs twice; nulls pass
 * @param maxDrift largest drift (PSI) against the parent, where it is more than chance makes
 * @param newest true: the newest of the column's timestamps is reported, for whoever judges its age: a plan knows no clock
 * @param references a column of another version that has every value; nulls pass
 * @param minRows fewest rows of the version
 * @param maxRows most rows of the version
 * @param sql DuckDB SQL over the version's rows, the table {@code data}, that gives one number: {@code min}, {@code max} and {@code equals} are its bounds
 * @param equals what {@code sql} gives
 */
public record TestPlan(
        String name,
        @Nullable String column,
        @Nullable Severity severity,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Boolean nullable,
        @Nullable Double maxNullFraction,
        @Nullable List<String> allowed,
        @Nullable String pattern,
        @Nullable Boolean unique,
        @Nullable Double maxDrift,
        @Nullable Boolean newest,
        @Nullable ReferencePlan references,
        @Nullable Long minRows,
        @Nullable Long maxRows,
        @Nullable String sql,
        @Nullable Double equals) {
    /**
     * A column of another version.
     *
     * @param dataset the version's digest
     */
    public record ReferencePlan(Digest dataset, String column) {}

    /** Whether a version that breaks the test is told of it and no more. */
    public boolean warns() {
        return severity == Severity.WARN;
    }
}
