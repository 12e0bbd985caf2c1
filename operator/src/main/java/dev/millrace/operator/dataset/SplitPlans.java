package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.dataset.Column;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.Split;
import dev.millrace.api.v1alpha1.dataset.Split.By;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A spec's split in the contract's words, with what follows from what was left out. */
final class SplitPlans {
    /** What the API reference says of a spec without them. */
    private static final Fractions FRACTIONS = new Fractions(0.7, 0.15, 0.15);

    private static final long SEED = 7;

    private SplitPlans() {}

    static SplitPlan of(DatasetVersionSpec spec) {
        Split split = spec.split();
        List<String> columns = split == null ? List.of() : split.columns();
        Fractions fractions = fractions(split == null ? null : split.fractions());
        return switch (by(spec)) {
            case HASH -> {
                SplitPlan plan = SplitPlan.byHash(
                        columns, fractions, split == null || split.seed() == null ? SEED : split.seed());
                yield split != null && Boolean.TRUE.equals(split.stratify()) ? plan.stratified() : plan;
            }
            case TIME -> SplitPlan.byTime(columns, fractions);
            case COLUMN -> SplitPlan.byColumn(columns);
        };
    }

    /** Rows that come one after another are split that way: what is learned from later rows is no forecast of earlier ones. */
    private static By by(DatasetVersionSpec spec) {
        if (spec.split() != null && spec.split().by() != null) {
            return spec.split().by();
        }
        boolean hasTime = spec.columns().stream().anyMatch(column -> column.role() == Column.Role.TIME);
        return hasTime ? By.TIME : By.HASH;
    }

    private static Fractions fractions(Split.@Nullable Fractions fractions) {
        return fractions == null
                ? FRACTIONS
                : new Fractions(
                        orDefault(fractions.train(), FRACTIONS.train()),
                        orDefault(fractions.validation(), FRACTIONS.validation()),
                        orDefault(fractions.test(), FRACTIONS.test()));
    }

    private static double orDefault(@Nullable Double value, double byDefault) {
        return value == null ? byDefault : value;
    }
}
