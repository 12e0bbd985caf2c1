package dev.millrace.operator.configuration;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.configuration.OperatorConfiguration.Collection;
import dev.millrace.operator.configuration.OperatorConfiguration.Images;
import dev.millrace.operator.configuration.OperatorConfiguration.Store;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The operator's flags. Each has an environment variable of the same name, {@code MILLRACE_} before it, which a flag overrides. */
public final class Options {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(s|m|h)");
    private static final Duration SHORTEST_GRACE = Duration.ofSeconds(10);
    private static final Pattern IMAGE = Pattern.compile("[^\\s]+");

    @Option(
            names = "--trainer-image",
            paramLabel = "IMAGE",
            required = true,
            defaultValue = "${env:MILLRACE_TRAINER_IMAGE}",
            description = "Image that ingests data and trains models. Required.")
    private String trainerImage = "";

    @Option(
            names = "--server-image",
            paramLabel = "IMAGE",
            required = true,
            defaultValue = "${env:MILLRACE_SERVER_IMAGE}",
            description = "Image that serves models. Required.")
    private String serverImage = "";

    @Option(
            names = "--store-claim",
            paramLabel = "NAME",
            defaultValue = "${env:MILLRACE_STORE_CLAIM:-millrace-store}",
            description = "PersistentVolumeClaim that is the store in each namespace. Default: millrace-store")
    private String storeClaim = "";

    @Option(
            names = "--stores",
            paramLabel = "JSON",
            defaultValue = "${env:MILLRACE_STORES:-}",
            description =
                    "Stores in S3, a list: [{\"uri\": \"s3://bucket/prefix\", \"secretName\": \"s3\"}]. A namespace that"
                            + " none counts for has its store on the claim. Default: none")
    private String stores = "";

    @Option(
            names = "--namespaces",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "${env:MILLRACE_NAMESPACES:-}",
            description = "Namespaces to watch, separated by commas. Default: all")
    private List<String> namespaces = List.of();

    @Option(
            names = "--ingest-requests",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            defaultValue = "${env:MILLRACE_INGEST_REQUESTS:-cpu=250m,memory=512Mi}",
            description = "What ingest pods request. Default: cpu=250m,memory=512Mi")
    private Map<String, String> ingestRequests = Map.of();

    @Option(
            names = "--ingest-limits",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            defaultValue = "${env:MILLRACE_INGEST_LIMITS:-memory=1Gi}",
            description = "What limits ingest pods. Default: memory=1Gi")
    private Map<String, String> ingestLimits = Map.of();

    @Option(
            names = "--training-requests",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            defaultValue = "${env:MILLRACE_TRAINING_REQUESTS:-cpu=500m,memory=1Gi}",
            description = "What training pods request where the run does not say. Default: cpu=500m,memory=1Gi")
    private Map<String, String> trainingRequests = Map.of();

    @Option(
            names = "--training-limits",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            defaultValue = "${env:MILLRACE_TRAINING_LIMITS:-memory=2Gi}",
            description = "What limits training pods where the run does not say. Default: memory=2Gi")
    private Map<String, String> trainingLimits = Map.of();

    @Option(
            names = "--serving-requests",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            defaultValue = "${env:MILLRACE_SERVING_REQUESTS:-cpu=100m,memory=256Mi}",
            description = "What server pods request where the deployment does not say. Default: cpu=100m,memory=256Mi")
    private Map<String, String> servingRequests = Map.of();

    @Option(
            names = "--serving-limits",
            paramLabel = "NAME=QUANTITY",
            split = ",",
            defaultValue = "${env:MILLRACE_SERVING_LIMITS:-memory=512Mi}",
            description = "What limits server pods where the deployment does not say. Default: memory=512Mi")
    private Map<String, String> servingLimits = Map.of();

    @Option(
            names = "--scratch-size",
            paramLabel = "QUANTITY",
            defaultValue = "${env:MILLRACE_SCRATCH_SIZE:-10Gi}",
            description = "Most that a step may write beside the store. Default: 10Gi")
    private String scratchSize = "";

    @Option(
            names = "--job-ttl",
            paramLabel = "SECONDS",
            defaultValue = "${env:MILLRACE_JOB_TTL:-3600}",
            description = "How long a finished Job and its log stay. Default: 3600")
    private int jobTtl;

    @Option(
            names = "--allow-source-networks",
            paramLabel = "CIDR",
            split = ",",
            defaultValue = "${env:MILLRACE_ALLOW_SOURCE_NETWORKS:-}",
            description =
                    "Networks that ingest pods may read sources from though they are not public, such as 10.20.0.0/16,"
                            + " separated by commas. The most specific network that holds an address decides. Default: none")
    private List<String> allowedNetworks = List.of();

    @Option(
            names = "--refuse-source-networks",
            paramLabel = "CIDR",
            split = ",",
            defaultValue = "${env:MILLRACE_REFUSE_SOURCE_NETWORKS:-}",
            description = "Networks that ingest pods may not read sources from though they are public, such as the API"
                    + " server's, separated by commas. Default: none")
    private List<String> refusedNetworks = List.of();

    @Option(
            names = "--collection-interval",
            paramLabel = "DURATION",
            defaultValue = "${env:MILLRACE_COLLECTION_INTERVAL:-15m}",
            description = "How often to look for what was deleted, to free its bytes; 0s: never. Default: 15m")
    private String collectionInterval = "";

    @Option(
            names = "--collection-grace",
            paramLabel = "DURATION",
            defaultValue = "${env:MILLRACE_COLLECTION_GRACE:-24h}",
            description = "How long bytes that were written or used stay though nothing live needs them. Default: 24h")
    private String collectionGrace = "";

    /**
     * The checked configuration.
     *
     * @throws InvalidConfigurationException with every problem, each naming its flag
     */
    public OperatorConfiguration configuration() {
        List<String> problems = new ArrayList<>();
        matches("--trainer-image", trainerImage, IMAGE, "an image reference", problems);
        matches("--server-image", serverImage, IMAGE, "an image reference", problems);
        matches("--store-claim", storeClaim, NAME, "a name of a PersistentVolumeClaim", problems);
        List<S3Store> buckets = S3Store.read(stores, problems);
        Set<String> watched = new TreeSet<>();
        for (String namespace : namespaces) {
            if (!namespace.isBlank()) {
                matches("--namespaces", namespace.strip(), NAME, "a namespace", problems);
                watched.add(namespace.strip());
            }
        }
        ResourceRequirements ingest = resources("--ingest", ingestRequests, ingestLimits, problems);
        ResourceRequirements training = resources("--training", trainingRequests, trainingLimits, problems);
        ResourceRequirements serving = resources("--serving", servingRequests, servingLimits, problems);
        Quantity scratch = quantity("--scratch-size", scratchSize, problems);
        if (jobTtl < 60) {
            problems.add(
                    "--job-ttl: " + jobTtl + " is too short, 60 seconds at least: the operator reads the finished Job");
        }
        NetworkRules networks = new NetworkRules(
                networks("--allow-source-networks", allowedNetworks, problems),
                networks("--refuse-source-networks", refusedNetworks, problems));
        Duration interval = duration("--collection-interval", collectionInterval, problems);
        Duration grace = duration("--collection-grace", collectionGrace, problems);
        if (grace.compareTo(SHORTEST_GRACE) < 0) {
            problems.add(
                    "--collection-grace: '" + collectionGrace
                            + "' is too short, 10s at least: clocks of nodes differ, and objects take time to get their status");
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        return new OperatorConfiguration(
                new Images(trainerImage, serverImage),
                new Store(storeClaim, buckets),
                watched,
                ingest,
                training,
                serving,
                scratch,
                jobTtl,
                networks,
                new Collection(interval, grace));
    }

    private static Duration duration(String flag, String text, List<String> problems) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            problems.add(flag + ": '" + text + "' is not a duration such as 90s, 15m or 24h");
            return Duration.ofDays(1);
        }
        long amount = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    private static void matches(String flag, String value, Pattern form, String wanted, List<String> problems) {
        if (!form.matcher(value).matches()) {
            problems.add(flag + ": '" + value + "' is not " + wanted);
        }
    }

    private static List<Network> networks(String flag, List<String> texts, List<String> problems) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            if (!text.isBlank()) {
                try {
                    networks.add(Network.parse(text.strip()));
                } catch (IllegalArgumentException e) {
                    problems.add(flag + ": " + e.getMessage());
                }
            }
        }
        return networks;
    }

    private static ResourceRequirements resources(
            String prefix, Map<String, String> requests, Map<String, String> limits, List<String> problems) {
        return new ResourceRequirementsBuilder()
                .withRequests(quantities(prefix + "-requests", requests, problems))
                .withLimits(quantities(prefix + "-limits", limits, problems))
                .build();
    }

    private static Map<String, Quantity> quantities(String flag, Map<String, String> texts, List<String> problems) {
        Map<String, Quantity> quantities = new LinkedHashMap<>();
        texts.forEach((name, text) -> quantities.put(name, quantity(flag + " " + name, text, problems)));
        return quantities;
    }

    private static Quantity quantity(String flag, String text, List<String> problems) {
        try {
            Quantity quantity = Quantity.parse(text);
            if (quantity.getNumericalAmount().signum() <= 0) {
                problems.add(flag + ": " + text + " is not more than zero");
            }
            return quantity;
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add(flag + ": '" + text + "' is not a quantity such as 500m or 2Gi");
            return new Quantity("0");
        }
    }
}
