package dev.millrace.trainer.step;

import dev.millrace.contract.report.ExitCode;
import picocli.CommandLine;

/** A process that runs one command, and ends with its exit code. */
public final class CommandProcess {
    private CommandProcess() {}

    /** The command line of a command with its subcommands. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    failure.printStackTrace(line.getErr());
                    return ExitCode.INTERNAL.code();
                });
    }

    /** Runs the command of some arguments, which a signal may ask to stop; does not return. */
    public static void run(CommandLine line, String[] arguments) {
        StopSignal stop = StopSignal.process();
        stop.install();
        int code = line.execute(arguments);
        stop.finished(code);
        System.exit(code);
    }
}
