package dev.millrace.trainer.ingest;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.data.engine.Resources;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a command that reads a source: where it is, and what of the network may be reached for it. */
public final class SourceOptions {
    /** Kubernetes tells every pod where the API server is. */
    private static final String API_SERVER = "KUBERNETES_SERVICE_HOST";

    @Option(
            names = "--source",
            paramLabel = "DIR",
            description = "Where the source is mounted: the ConfigMap's keys, or the volume's root.")
    private @Nullable Path source;

    @Option(
            names = "--access",
            paramLabel = "FILE",
            description = "How a source that is not mounted is reached, a JSON file that the operator writes.")
    private @Nullable Path access;

    @Option(
            names = "--credentials",
            paramLabel = "DIR",
            description = "Where the Secret of the source is mounted: a file for each of its keys.")
    private @Nullable Path credentials;

    @Option(
            names = "--allow-network",
            paramLabel = "CIDR",
            converter = NetworkOption.class,
            description = "A network that a source may be read from though it is not public. Can be repeated.")
    private List<Network> allowed = List.of();

    @Option(
            names = "--refuse-network",
            paramLabel = "CIDR",
            converter = NetworkOption.class,
            description = "A network that a source may not be read from though it is public. Can be repeated.")
    private List<Network> refused = List.of();

    @Option(
            names = "--memory-mib",
            paramLabel = "MIB",
            description = "Memory to plan with, in MiB. Default: what the container has.")
    private int memoryMib;

    /** Where the source's files are. */
    public SourceFolder folder() {
        return new SourceFolder(
                Optional.ofNullable(source),
                Optional.ofNullable(access),
                Optional.ofNullable(credentials),
                withoutApiServer(new NetworkRules(allowed, refused), System.getenv(API_SERVER)));
    }

    /** What work in a folder may use. */
    public Resources resources(Path scratch) {
        Resources resources = Resources.ofContainer(scratch);
        return memoryMib > 0 ? resources.withMemory((long) memoryMib << 20) : resources;
    }

    /** No source leads to the API server, not even where its network is allowed, unless its very address is. */
    static NetworkRules withoutApiServer(NetworkRules rules, @Nullable String address) {
        if (address == null || address.isBlank()) {
            return rules;
        }
        try {
            return rules.without(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            // Not an address, and no host of that name: nothing to keep a source from.
            return rules;
        }
    }

    /** A network on the command line. */
    static final class NetworkOption implements ITypeConverter<Network> {
        @Override
        public Network convert(String text) {
            try {
                return Network.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
