package dev.millrace.trainer.ingest;

import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.SplitRows;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.trainer.step.Step;
import dev.millrace.trainer.step.StepContext;
import java.io.IOException;

/** The ingest of a plan. Its report holds as long as the source's files are the same. */
public final class IngestStep implements Step<IngestPlan> {
    private final SourceOptions options;
    private final SourceFolder source;
    private final IngestEngine engine;

    /**
     * A step.
     *
     * @param engine that does the work
     */
    public IngestStep(SourceOptions options, IngestEngine engine) {
        this.options = options;
        this.source = options.folder();
        this.engine = engine;
    }

    @Override
    public Class<IngestPlan> planType() {
        return IngestPlan.class;
    }

    @Override
    public boolean stillHolds(IngestPlan plan, StepReport report, StepContext context) throws IOException {
        return plan.source() instanceof SourcePlan.HttpFile
                || plan.source() instanceof SourcePlan.Jdbc
                || source.look(plan).equals(report.sources());
    }

    /** Makes the version of a plan. */
    public interface IngestEngine {
        IngestResult run(IngestPlan plan, Resources resources, StepContext context) throws IOException;
    }

    @Override
    public StepReport run(IngestPlan plan, StepContext context) throws IOException {
        Resources resources = options.resources(context.scratch());
        IngestResult result = engine.run(plan, resources, context);
        IngestSummary summary = result.summary();
        boolean rejected = summary.tests().failed() > 0;
        return new StepReport(
                new StepSummary(
                        context.key(),
                        rejected ? Outcome.REJECTED : Outcome.SUCCEEDED,
                        rejected ? FailureReason.TESTS_FAILED : null,
                        rejected ? summary.tests().failedSentence() : counts(summary),
                        false,
                        summary,
                        null),
                result.blobs(),
                result.sources());
    }

    private static String counts(IngestSummary summary) {
        SplitRows splits = summary.splits();
        Tests tests = summary.tests();
        return summary.rows() + " rows of " + summary.columnCount() + " columns: " + splits.train() + " train, "
                + splits.validation() + " validation, " + splits.test() + " test"
                + (splits.unlabelled() > 0 ? ", " + splits.unlabelled() + " without a label." : ".")
                + (tests.warned() > 0 ? " " + tests.warnedSentence() : "");
    }
}
