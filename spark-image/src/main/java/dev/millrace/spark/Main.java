package dev.millrace.spark;

import dev.millrace.trainer.step.CommandProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The Spark image's entry point: the driver of an ingest. */
@Command(
        name = "spark",
        description = "Runs an ingest with Apache Spark.",
        mixinStandardHelpOptions = true,
        subcommands = IngestCommand.class)
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Which one? Give a command.");
    }

    /** The command line with all its commands. */
    public static CommandLine commandLine() {
        return CommandProcess.commandLine(new Main());
    }

    public static void main(String[] arguments) {
        CommandProcess.run(commandLine(), arguments);
    }
}
