package dev.millrace.trainer.export;

import dev.millrace.contract.report.ExitCode;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.export.Export;
import dev.millrace.data.export.Publication;
import dev.millrace.trainer.step.Failures;
import dev.millrace.trainer.step.StopSignal;
import dev.millrace.trainer.step.TerminationLog;
import dev.millrace.trainer.stored.StoreOption;
import dev.millrace.trainer.stored.VersionOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export}: a stored data version as Parquet files and Croissant metadata, which need no Millrace to be read. */
@Command(
        name = "export",
        description = "Writes a stored data version as Parquet files, a folder for each split, and croissant.json.",
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ExportCommand.class);

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StoreOption store;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private VersionOptions version;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "A folder that is made by this export, and appears when it is whole.")
    @SuppressWarnings("NullAway.Init")
    private Path target;

    @Option(
            names = "--scratch",
            required = true,
            paramLabel = "DIR",
            description = "A folder for temporary files, used by this process alone.")
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the data set. Default: the folder's")
    private @Nullable String name;

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is. Default: its rows and columns")
    private @Nullable String description;

    @Option(names = "--license", paramLabel = "URL", description = "Under which licence it may be used.")
    private @Nullable String license;

    @Option(names = "--creator", paramLabel = "NAME", description = "Who made it.")
    private @Nullable String creator;

    @Option(names = "--url", paramLabel = "URL", description = "Where it is described.")
    private @Nullable String url;

    @Option(names = "--published", paramLabel = "DATE", description = "When it was published, such as 2026-03-31.")
    private @Nullable String published;

    @Override
    public Integer call() {
        try {
            Export.run(
                    store.open(),
                    new Export.Request(
                            version.id(),
                            new Publication(
                                    name == null ? String.valueOf(target.getFileName()) : name,
                                    description,
                                    license,
                                    creator,
                                    url,
                                    published)),
                    target,
                    Resources.ofContainer(scratch),
                    StopSignal.process()::check);
            LOG.info("{} is exported to {}", version.id().dataset(), target);
            return ExitCode.SUCCEEDED.code();
        } catch (Exception | Error failure) {
            String sentence = Failures.message(failure);
            LOG.error("{} was not exported: {}", version.id().dataset(), sentence, failure);
            TerminationLog.of(null).write(sentence);
            return ExitCode.of(Failures.reason(failure)).code();
        }
    }
}
