package dev.millrace.trainer;

import dev.millrace.trainer.collection.CollectCommand;
import dev.millrace.trainer.export.ExportCommand;
import dev.millrace.trainer.ingest.IngestCommand;
import dev.millrace.trainer.step.CommandProcess;
import dev.millrace.trainer.suggestion.SuggestCommand;
import dev.millrace.trainer.training.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The trainer image's entry point: one process runs one step. */
@Command(
        name = "trainer",
        description = "Runs one step of a Millrace pipeline and leaves its summary in the termination log.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            IngestCommand.class,
            TrainCommand.class,
            SuggestCommand.class,
            CollectCommand.class,
            ExportCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, or found to be done",
            " 1:internal error",
            " 2:wrong usage of this command",
            "65:wrong plan or data; the same again gives the same",
            "66:a data test or a gate failed",
            "75:may pass: try again"
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which step? Give a command.");
    }

    /** The command line with all its commands. */
    public static CommandLine commandLine() {
        return CommandProcess.commandLine(new Main());
    }

    public static void main(String[] arguments) {
        CommandProcess.run(commandLine(), arguments);
    }
}
