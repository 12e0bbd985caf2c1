package dev.millrace.contract.report;

import org.jspecify.annotations.Nullable;

/**
 * Where a training stands: a line of its standard output, {@link #PREFIX} and this record's JSON, at most one a second.
 *
 * @param percent of the work, 0 to 100
 * @param epoch that was finished last
 * @param epochs at most
 * @param loss of that epoch on the train split
 * @param validationLoss of that epoch
 * @param rowsPerSecond of training
 * @param secondsLeft if no early stop comes
 */
public record Progress(
        int percent,
        int epoch,
        int epochs,
        @Nullable Double loss,
        @Nullable Double validationLoss,
        @Nullable Long rowsPerSecond,
        @Nullable Long secondsLeft) {
    public static final String PREFIX = "progress ";
}
