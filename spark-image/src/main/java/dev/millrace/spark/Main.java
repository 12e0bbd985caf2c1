package dev.millrace.spark;

import dev.millrace.contract.report.ExitCode;
import dev.millrace.trainer.step.StopSignal;
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
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    failure.printStackTrace(line.getErr());
                    return ExitCode.INTERNAL.code();
                });
    }

    public static void main(String[] arguments) {
        StopSignal stop = StopSignal.process();
        stop.install();
        int code = commandLine().execute(arguments);
        stop.finished(code);
        System.exit(code);
    }
}
