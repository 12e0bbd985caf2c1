package dev.millrace.trainer.step;

import dev.millrace.store.Store;
import dev.millrace.trainer.stored.StoreOption;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every step. */
public final class StepOptions {
    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "The step's plan, a JSON file that the operator writes.")
    @SuppressWarnings("NullAway.Init")
    private Path plan;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StoreOption store;

    @Option(
            names = "--scratch",
            required = true,
            paramLabel = "DIR",
            description = "A folder for temporary files; what this step leaves there is removed at its end.")
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @Option(
            names = "--termination-log",
            paramLabel = "FILE",
            defaultValue = "${env:MILLRACE_TERMINATION_LOG}",
            description = "Where the step's summary goes. Default: MILLRACE_TERMINATION_LOG,"
                    + " else /dev/termination-log, where it exists.")
    private @Nullable Path terminationLog;

    /** For tests and embedding: what the command line would say. */
    public static StepOptions of(Path plan, URI store, Path scratch, @Nullable Path terminationLog) {
        StepOptions options = new StepOptions();
        options.plan = plan;
        options.store = StoreOption.of(store);
        options.scratch = scratch;
        options.terminationLog = terminationLog;
        return options;
    }

    public Path plan() {
        return plan;
    }

    /** Opens the store. */
    public Store openStore() {
        return store.open();
    }

    public Path scratch() {
        return scratch;
    }

    TerminationLog terminationLog() {
        return TerminationLog.of(terminationLog);
    }
}
