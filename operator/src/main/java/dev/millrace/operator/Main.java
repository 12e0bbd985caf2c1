package dev.millrace.operator;

import dev.millrace.operator.OperatorProcess.Place;
import dev.millrace.operator.configuration.InvalidConfigurationException;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.configuration.Options;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The operator's command line. */
@Command(
        name = "millrace-operator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 120,
        description = "Runs the life of deep-learning models: DatasetVersion, TrainingRun, ModelDeployment, Pipeline.",
        footer = {
            "",
            "Each option has an environment variable: --store-claim is MILLRACE_STORE_CLAIM. A flag comes first."
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private final Options options = new Options();

    @Option(
            names = "--health-port",
            paramLabel = "PORT",
            defaultValue = "${env:MILLRACE_HEALTH_PORT:-8080}",
            description = "Port of /healthz, /readyz and /metrics. Default: 8080")
    private int healthPort;

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:MILLRACE_BIND_ADDRESS:-0.0.0.0}",
            description = "Address that the health port listens on. Default: 0.0.0.0")
    private String bindAddress = "";

    @Option(
            names = "--leader-election",
            negatable = true,
            fallbackValue = "true",
            arity = "0..1",
            defaultValue = "${env:MILLRACE_LEADER_ELECTION:-true}",
            description = "Whether one of several processes is elected to work. Default: true")
    private boolean leaderElection;

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_LEASE_NAMESPACE:-millrace-system}",
            description = "Namespace of the election's Lease. Default: millrace-system")
    private String leaseNamespace = "";

    @Option(
            names = "--identity",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_IDENTITY:-${env:HOSTNAME:-}}",
            description = "This process among several. Default: the pod's name")
    private String identity = "";

    @Spec
    private @Nullable CommandSpec command;

    public static void main(String[] arguments) {
        int code = new CommandLine(new Main()).execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs until the process is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        OperatorConfiguration configuration;
        try {
            configuration = options.configuration();
        } catch (InvalidConfigurationException e) {
            throw new ParameterException(
                    Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()), e);
        }
        String self = identity.isBlank() ? UUID.randomUUID().toString() : identity;
        Place place = new Place(
                self,
                leaderElection ? leaseNamespace : null,
                new InetSocketAddress(bindAddress, healthPort),
                // Not exit: hooks would still reconcile beside the new leader.
                () -> Runtime.getRuntime().halt(1));
        OperatorProcess process = OperatorProcess.start(
                new KubernetesClientBuilder()
                        .withConfig(ClientConfiguration.load())
                        .withKubernetesSerialization(ObjectReading.serialization())
                        .withHttpClientFactory(new FewThreads())
                        .build(),
                configuration,
                place,
                Clock.systemUTC());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            process.close();
                            stopped.countDown();
                        },
                        "shutdown"));
        stopped.await();
        return 0;
    }
}
