package dev.millrace.contract.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One data test: every bound that is given must hold.
 *
 * @param name of the test
 * @param column whose values are tested, {@code *} for each; null for a test of the whole version
 * @param min smallest allowed value, inclusive; nulls pass
 * @param max largest allowed value, inclusive; nulls pass
 * @param nullable false: no nulls
 * @param allowed the only allowed values, as text; nulls pass
 * @param minRows fewest rows of the version
 */
public record TestPlan(
        String name,
        @Nullable String column,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Boolean nullable,
        @Nullable List<String> allowed,
        @Nullable Long minRows) {}
