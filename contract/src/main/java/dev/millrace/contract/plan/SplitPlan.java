package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How rows are given to train, validation and test.
 *
 * @param columns by hash: whose values are hashed; empty: the key columns, or without any the features. By time: the one with the time; empty:
 *     the one with the role time. By column: the one that names the split
 * @param fractions of the rows; null by column, which has none
 * @param seed by hash: another seed, another split; null for the other ways, which leave nothing to chance
 * @param by null: by hash
 * @param stratify by hash, true: each class of the label has the fractions; null: the rows have them, as far as chance goes
 */
public record SplitPlan(
        List<String> columns,
        @Nullable Fractions fractions,
        @Nullable Long seed,
        @Nullable By by,
        @Nullable Boolean stratify) {
    public SplitPlan {
        columns = List.copyOf(columns);
    }

    /** A split by hash: a row's part follows from its own values and the seed, so it keeps its part when other rows come. */
    public static SplitPlan byHash(List<String> columns, Fractions fractions, long seed) {
        return new SplitPlan(columns, fractions, seed, null, null);
    }

    /** The same split by hash, by each class of the label. */
    public SplitPlan stratified() {
        return new SplitPlan(columns, fractions, seed, by, true);
    }

    /** Whether each class of the label has the fractions. */
    @JsonIgnore
    public boolean isStratified() {
        return Boolean.TRUE.equals(stratify);
    }

    /** A split by time: the earliest rows train, the latest test. */
    public static SplitPlan byTime(List<String> columns, Fractions fractions) {
        return new SplitPlan(columns, fractions, null, By.TIME, null);
    }

    /** A split by a column whose values are the names of the splits. */
    public static SplitPlan byColumn(List<String> columns) {
        return new SplitPlan(columns, null, null, By.COLUMN, null);
    }

    /** Ways to split other than by hash. */
    public enum By {
        @JsonProperty("time")
        TIME,
        @JsonProperty("column")
        COLUMN
    }

    /** Three fractions that sum to one. */
    public record Fractions(double train, double validation, double test) {}
}
