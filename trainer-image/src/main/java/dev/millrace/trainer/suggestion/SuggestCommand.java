package dev.millrace.trainer.suggestion;

import dev.millrace.contract.report.ExitCode;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.suggestion.Suggestion;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException;
import dev.millrace.trainer.stored.StoreOption;
import dev.millrace.trainer.stored.VersionOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code suggest}: prints columns and tests for a spec, guessed from the profile of a stored version. */
@Command(
        name = "suggest",
        description =
                "Prints columns and tests as YAML, guessed from the profile of a data version in the store, for a person to edit.",
        mixinStandardHelpOptions = true)
public final class SuggestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private StoreOption store;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private VersionOptions version;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            DatasetReader.Id id = version.id();
            Store opened = store.open();
            out.print(Suggestion.of(DatasetReader.view(opened, id), DatasetReader.profile(opened, id)));
            out.flush();
            return ExitCode.SUCCEEDED.code();
        } catch (StepException | StoreException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.BAD_INPUT.code();
        }
    }
}
