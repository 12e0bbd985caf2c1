package dev.millrace.trainer.ingest;

import dev.millrace.trainer.step.StepOptions;
import dev.millrace.trainer.step.StepRunner;
import dev.millrace.trainer.step.StopSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(
            names = "--source",
            required = true,
            paramLabel = "DIR",
            description = "Where the source is mounted: the ConfigMap's keys, or the volume's root.")
    @SuppressWarnings("NullAway.Init")
    private Path source;

    @Option(
            names = "--memory-mib",
            paramLabel = "MIB",
            description = "Memory to plan with, in MiB. Default: what the container has.")
    private int memoryMib;

    @Override
    public Integer call() {
        return new StepRunner(options, StopSignal.process()).run(new IngestStep(source, memoryMib));
    }
}
