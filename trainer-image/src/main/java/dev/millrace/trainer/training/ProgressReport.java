package dev.millrace.trainer.training;

import dev.millrace.contract.report.Progress;
import dev.millrace.trainer.step.ProgressLines;
import org.jspecify.annotations.Nullable;

/** Tells how far a training is. */
final class ProgressReport {
    private final ProgressLines lines;
    private final int epochs;
    private final long rowsPerEpoch;
    private long started;
    private int firstEpoch;
    private int epoch;
    private long rows;
    private @Nullable Double loss;
    private @Nullable Double validationLoss;

    ProgressReport(ProgressLines lines, int epochs, long rowsPerEpoch) {
        this.lines = lines;
        this.epochs = epochs;
        this.rowsPerEpoch = rowsPerEpoch;
    }

    /** @param epoch that is finished already */
    void begin(int epoch) {
        this.firstEpoch = epoch;
        this.epoch = epoch;
        this.started = System.nanoTime();
        report();
    }

    /** Rows of the running epoch were trained. */
    void trained(int count) {
        rows += count;
        report();
    }

    void finished(int epoch, double loss, double validationLoss) {
        this.epoch = epoch;
        this.rows = 0;
        this.loss = loss;
        this.validationLoss = validationLoss;
        report();
    }

    private void report() {
        if (!lines.due()) {
            return;
        }
        double done = epoch + (double) rows / rowsPerEpoch;
        double seconds = (System.nanoTime() - started) / 1e9;
        double speed = (done - firstEpoch) / seconds;
        boolean known = speed > 0 && Double.isFinite(speed);
        lines.report(new Progress(
                (int) (100 * done / epochs),
                epoch,
                epochs,
                loss,
                validationLoss,
                known ? Math.round(speed * rowsPerEpoch) : null,
                known ? Math.round((epochs - done) / speed) : null));
    }
}
