package dev.millrace.trainer.suggestion;

import dev.millrace.contract.Digest;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.suggestion.Suggestion;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(names = "--store", required = true, paramLabel = "URI", description = "Where the version lies.")
    @SuppressWarnings("NullAway.Init")
    private URI store;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIGEST",
            description = "The version's status.digest, sha256:...")
    @SuppressWarnings("NullAway.Init")
    private String dataset;

    @Option(names = "--view", required = true, paramLabel = "DIGEST", description = "Its status.view, sha256:...")
    @SuppressWarnings("NullAway.Init")
    private String view;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            DatasetReader.Id id = new DatasetReader.Id(new Digest(dataset), new Digest(view));
            Store opened = Store.open(store);
            out.print(Suggestion.of(DatasetReader.view(opened, id), DatasetReader.profile(opened, id)));
            out.flush();
            return ExitCode.SUCCEEDED.code();
        } catch (IllegalArgumentException | StoreException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return ExitCode.BAD_INPUT.code();
        }
    }
}
