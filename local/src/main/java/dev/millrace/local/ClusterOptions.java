package dev.millrace.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of each command that starts a cluster. */
public final class ClusterOptions {
    @Option(
            names = "--state",
            paramLabel = "FOLDER",
            defaultValue = ".millrace",
            description = "Keeps objects, volumes and logs from run to run. Default: ${DEFAULT-VALUE}")
    private Path state = Path.of(".millrace");

    @Option(
            names = "--build",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "The root of the source tree whose images pods run. Default: the current folder")
    private Path build = Path.of(".");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "6480",
            description = "Of the API server on 127.0.0.1; 0: any free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--gpus",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many nvidia.com/gpu the node says it has. Default: ${DEFAULT-VALUE}")
    private int gpus;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /**
     * Looks whether all of them can be.
     *
     * @throws ParameterException if one cannot
     */
    public void check() {
        require(port >= 0 && port <= 65_535, "--port must be from 0 to 65535, not " + port);
        require(gpus >= 0, "--gpus must be 0 or more, not " + gpus);
    }

    public Path state() {
        return state;
    }

    public Path build() {
        return build;
    }

    public int port() {
        return port;
    }

    public int gpus() {
        return gpus;
    }

    private void require(boolean right, String problem) {
        if (!right) {
            CommandSpec command = spec;
            if (command == null) {
                throw new IllegalStateException("not started by a command line");
            }
            throw new ParameterException(command.commandLine(), problem);
        }
    }
}
