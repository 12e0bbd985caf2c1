package dev.millrace.contract.plan;

import org.jspecify.annotations.Nullable;

/**
 * A bound on a metric of the test split.
 *
 * @param name of the gate
 * @param metric its name, see {@code Metric} in the report package
 * @param min null: none
 * @param max null: none
 */
public record GatePlan(
        String name,
        String metric,
        @Nullable Double min,
        @Nullable Double max) {}
