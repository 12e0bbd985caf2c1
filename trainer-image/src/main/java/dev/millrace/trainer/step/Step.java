package dev.millrace.trainer.step;

import dev.millrace.contract.plan.StepPlan;
import dev.millrace.contract.report.StepReport;
import java.io.IOException;

/**
 * One kind of step.
 *
 * @param <P> its plan
 */
public interface Step<P extends StepPlan> {
    /** For reading the plan. */
    Class<P> planType();

    /**
     * Whether a report that was found under the plan's key tells of the inputs that the step would read now. The blobs that the report
     * names have been verified.
     */
    boolean stillHolds(P plan, StepReport report, StepContext context) throws IOException;

    /**
     * Does the work.
     *
     * @return what was made; its summary says Succeeded or Rejected, with {@code cached} false
     * @throws dev.millrace.contract.report.StepException for whatever else ends the step
     * @throws dev.millrace.store.StoreException if the store fails
     */
    StepReport run(P plan, StepContext context) throws IOException;

    /** Clears away what only an unfinished step needs; the report is in the store. */
    default void reported(StepContext context) {}
}
