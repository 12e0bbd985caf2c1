package dev.millrace.spark;

import dev.millrace.contract.Json;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.data.ingest.Origin;
import dev.millrace.data.ingest.PartedIngest;
import dev.millrace.trainer.ingest.IngestStep;
import dev.millrace.trainer.ingest.SourceFolder;
import dev.millrace.trainer.ingest.SourceOptions;
import dev.millrace.trainer.step.StepContext;
import dev.millrace.trainer.step.StepOptions;
import dev.millrace.trainer.step.StepRunner;
import dev.millrace.trainer.step.StopSignal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ingest}: the driver of the application. Its step is that of one pod: the same plan, report and summary. */
@Command(
        name = "ingest",
        description = "Makes a data version of CSV or Parquet files with the executors of a Spark application.",
        mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StepOptions options;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SourceOptions source;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ApplicationOptions application;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    StepOptions options() {
        return options;
    }

    SourceOptions source() {
        return source;
    }

    @Override
    public Integer call() {
        return new StepRunner(options, StopSignal.process()).run(new IngestStep(source, this::ingest));
    }

    private IngestResult ingest(IngestPlan plan, Resources resources, StepContext context) throws IOException {
        SourceFolder folder = source.folder();
        IngestRequest request = new IngestRequest(
                plan,
                new Origin.Files(folder.mountedFiles(plan.source())),
                context.store(),
                resources,
                context.stop()::check);
        List<String> arguments = List.copyOf(spec.commandLine().getParseResult().originalArgs());
        EventLog events = new EventLog(context);
        try (JavaSparkContext spark = new JavaSparkContext(application.configuration(context, events))) {
            return PartedIngest.run(
                    request, folder.look(plan), new SparkWorkers(spark, new Workshop(arguments, Json.bytes(plan))));
        } catch (StepException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof SparkException failure) {
                throw new StepException(
                        FailureReason.TRANSIENT, "Spark gave the work up: " + firstLine(failure), failure);
            }
            throw e;
        } finally {
            events.store();
        }
    }

    private static String firstLine(SparkException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no details");
    }
}
