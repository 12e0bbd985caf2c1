package dev.millrace.trainer.ingest;

import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.data.ingest.Origin;
import dev.millrace.trainer.step.StepContext;
import dev.millrace.trainer.step.StepOptions;
import dev.millrace.trainer.step.StepRunner;
import dev.millrace.trainer.step.StopSignal;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ingest}: rows of files become a tested, profiled, stored data version. */
@Command(
        name = "ingest",
        description =
                "Makes a data version of CSV, JSON Lines or Parquet files: typed, split, tested, profiled, stored by content.",
        mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StepOptions options;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SourceOptions source;

    @Override
    public Integer call() {
        return new StepRunner(options, StopSignal.process()).run(new IngestStep(source, this::ingest));
    }

    private IngestResult ingest(IngestPlan plan, Resources resources, StepContext context) throws IOException {
        return Ingest.run(new IngestRequest(
                plan, origin(plan, resources, context), context.store(), resources, context.stop()::check));
    }

    private Origin origin(IngestPlan plan, Resources resources, StepContext context) throws IOException {
        SourceFolder folder = source.folder();
        return plan.source() instanceof SourcePlan.Jdbc
                ? new Origin.Database(folder.database())
                : new Origin.Files(folder.open(plan.source(), resources, context.stop()::check));
    }
}
