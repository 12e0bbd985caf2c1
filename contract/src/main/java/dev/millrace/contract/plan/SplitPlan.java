package dev.millrace.contract.plan;

import java.util.List;

/**
 * A split by hash: a row's part follows from its own values and the seed, so it keeps its part when other rows come.
 *
 * @param columns whose values are hashed; empty: the key columns, or without any the features
 * @param fractions of the rows
 * @param seed another seed, another split
 */
public record SplitPlan(List<String> columns, Fractions fractions, long seed) {
    public SplitPlan {
        columns = List.copyOf(columns);
    }

    /** Three fractions that sum to one. */
    public record Fractions(double train, double validation, double test) {}
}
