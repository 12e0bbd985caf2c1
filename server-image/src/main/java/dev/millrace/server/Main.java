package dev.millrace.server;

import dev.millrace.contract.Digest;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.server.http.HttpServer;
import dev.millrace.server.protocol.ModelIdentity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The entry point of the server image. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        description = "Serves one model of a store by the Open Inference Protocol, version 2.",
        sortOptions = false,
        showDefaultValues = true)
public final class Main implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());

    /** Not an exit code: the server runs, and the process ends by a signal. */
    private static final int RUNNING = -1;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--store",
            required = true,
            paramLabel = "URI",
            description = "where the model lies: file:///path of a mounted volume, or s3://bucket/prefix")
    private URI store = URI.create("file:///store");

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIGEST",
            converter = DigestConverter.class,
            description = "the model: sha256: and 64 hexadecimal digits")
    private @Nullable Digest model;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "the model's name in the paths")
    private String name = "";

    @Option(
            names = "--model-version",
            paramLabel = "VERSION",
            description = "the model's version in paths and answers; left out, the first ten digits of its digest",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private @Nullable String modelVersion;

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:MILLRACE_BIND_ADDRESS:-0.0.0.0}",
            description = "what both ports listen on; also MILLRACE_BIND_ADDRESS")
    private String bindAddress = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "of the protocol and the probes")
    private int port;

    @Option(names = "--metrics-port", paramLabel = "PORT", defaultValue = "9090", description = "of /metrics")
    private int metricsPort;

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "8388608",
            description = "the largest body of a request")
    private int maxBody;

    @Option(
            names = "--max-rows",
            paramLabel = "ROWS",
            defaultValue = "10000",
            description = "the most rows of a request")
    private int maxRows;

    @Option(
            names = "--body-seconds",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "how long a body may take to arrive")
    private int bodySeconds;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            defaultValue = "4096",
            description = "open at once; more wait to be accepted")
    private int maxConnections;

    @Option(
            names = "--drain-seconds",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long it still answers after SIGTERM, not ready, while others learn that it goes")
    private int drainSeconds;

    @Option(
            names = "--finish-seconds",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "how long it then waits at most for requests that are under way")
    private int finishSeconds;

    @Option(
            names = "--termination-log",
            paramLabel = "FILE",
            defaultValue = "${env:MILLRACE_TERMINATION_LOG}",
            description = "takes the sentence that says why the server did not start; also MILLRACE_TERMINATION_LOG;"
                    + " left out, /dev/termination-log where it exists",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private @Nullable Path terminationLog;

    public static void main(String[] arguments) {
        LogLines.install();
        int code = new CommandLine(new Main()).execute(arguments);
        if (code != RUNNING) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        ServerOptions options = options();
        try {
            ModelServer.start(
                    options, server -> Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "shutdown")));
            return RUNNING;
        } catch (StartException e) {
            TerminationLog.at(terminationLog).write(e.sentence());
            LOG.log(System.Logger.Level.ERROR, e.sentence());
            return e.code().code();
        }
    }

    /** Ends the process with success where it did its duty: after a signal a JVM would end with the signal's number. */
    private static void end(ModelServer server) {
        ExitCode code = server.stop() ? ExitCode.SUCCEEDED : ExitCode.INTERNAL;
        Runtime.getRuntime().halt(code.code());
    }

    private ServerOptions options() {
        require(NAME.matcher(name).matches(), "--name", "letters, digits, '-', '_' and '.', at most 63", name);
        Digest digest = model;
        if (digest == null) {
            throw wrong("--model", "given", "nothing");
        }
        String version = modelVersion == null ? digest.abbreviated() : modelVersion;
        require(
                NAME.matcher(version).matches(),
                "--model-version",
                "letters, digits, '-', '_' and '.', at most 63",
                version);
        require(isPort(port), "--port", "0 to 65535", port);
        require(isPort(metricsPort), "--metrics-port", "0 to 65535", metricsPort);
        require(maxBody >= 1024, "--max-body", "at least 1024", maxBody);
        require(bodySeconds >= 1, "--body-seconds", "at least 1", bodySeconds);
        require(maxRows >= 1, "--max-rows", "at least 1", maxRows);
        require(maxConnections >= 1, "--max-connections", "at least 1", maxConnections);
        require(drainSeconds >= 0, "--drain-seconds", "at least 0", drainSeconds);
        require(finishSeconds >= 0, "--finish-seconds", "at least 0", finishSeconds);
        return new ServerOptions(
                store,
                new ModelIdentity(name, version, digest),
                new HttpServer.Settings(bindAddress, port, metricsPort, maxBody, bodySeconds, maxConnections),
                maxRows,
                Duration.ofSeconds(drainSeconds),
                Duration.ofSeconds(finishSeconds));
    }

    private static boolean isPort(int number) {
        return number >= 0 && number <= 65_535;
    }

    private void require(boolean right, String option, String expected, Object found) {
        if (!right) {
            throw wrong(option, expected, found);
        }
    }

    private ParameterException wrong(String option, String expected, Object found) {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("not started by a command line");
        }
        return new ParameterException(
                command.commandLine(), "%s must be %s, not %s".formatted(option, expected, found));
    }

    /** Digests on the command line. */
    static final class DigestConverter implements CommandLine.ITypeConverter<Digest> {
        @Override
        public Digest convert(String value) {
            return new Digest(value);
        }
    }
}
