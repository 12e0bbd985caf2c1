package dev.millrace.operator.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.contract.network.Network;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A bucket with the stores of some namespaces. Each has a root of its own under the prefix, which no other name leads to; namespaces that an
 * administrator joined have one.
 *
 * @param uri {@code s3://bucket/prefix}
 * @param namespaces that it counts for; empty: all
 * @param root name of the one root that these namespaces share; null: each has its own
 * @param endpoint of the server; null: Amazon's
 * @param networks in which the endpoint lies, for the policies around pods; empty: anywhere
 * @param region null: {@code us-east-1}
 * @param pathStyle whether the bucket stands in the path; null: with an endpoint of its own
 * @param secretName of the Secret in each of the namespaces with {@code accessKeyId}, {@code secretAccessKey} and perhaps
 *     {@code sessionToken}; null: the pods' identity
 * @param serviceAccountName of the account in each of the namespaces that gives pods their identity; null: a Secret does
 */
public record S3Store(
        String uri,
        List<String> namespaces,
        @Nullable String root,
        @Nullable String endpoint,
        List<Network> networks,
        @Nullable String region,
        @Nullable Boolean pathStyle,
        @Nullable String secretName,
        @Nullable String serviceAccountName) {
    private static final Pattern URI_FORM =
            Pattern.compile("s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9][A-Za-z0-9._-]*)*");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,63}");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public S3Store(
            @JsonProperty("uri") @Nullable String uri,
            @JsonProperty("namespaces") @Nullable List<String> namespaces,
            @JsonProperty("root") @Nullable String root,
            @JsonProperty("endpoint") @Nullable String endpoint,
            @JsonProperty("networks") @Nullable List<Network> networks,
            @JsonProperty("region") @Nullable String region,
            @JsonProperty("pathStyle") @Nullable Boolean pathStyle,
            @JsonProperty("secretName") @Nullable String secretName,
            @JsonProperty("serviceAccountName") @Nullable String serviceAccountName) {
        this.uri = Objects.requireNonNullElse(uri, "");
        this.namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        this.root = root;
        this.endpoint = endpoint;
        this.networks = networks == null ? List.of() : List.copyOf(networks);
        this.region = region;
        this.pathStyle = pathStyle;
        this.secretName = secretName;
        this.serviceAccountName = serviceAccountName;
    }

    boolean serves(String namespace) {
        return namespaces.isEmpty() || namespaces.contains(namespace);
    }

    /** A namespace's root. A joined one lies apart from those of single namespaces, whatever it is called. */
    public String uri(String namespace) {
        return uri + (root == null ? "/namespaces/" + namespace : "/roots/" + root);
    }

    /** Whether the bucket stands in the path. */
    public boolean inPath() {
        return pathStyle == null ? endpoint != null : pathStyle;
    }

    /** The port that pods have to reach. */
    public int port() {
        if (endpoint == null) {
            return 443;
        }
        URI server = URI.create(endpoint);
        return server.getPort() > 0 ? server.getPort() : "http".equals(server.getScheme()) ? 80 : 443;
    }

    /**
     * Reads {@code --stores}.
     *
     * @param json a list; blank: none
     */
    static List<S3Store> read(String json, List<String> problems) {
        if (json.isBlank()) {
            return List.of();
        }
        List<S3Store> stores;
        try {
            stores = Arrays.asList(JSON.readValue(json, S3Store[].class));
        } catch (JsonProcessingException e) {
            problems.add("--stores: " + e.getOriginalMessage());
            return List.of();
        }
        for (int i = 0; i < stores.size(); i++) {
            for (String problem : stores.get(i).problems()) {
                problems.add("--stores [" + i + "]." + problem);
            }
            for (int j = 0; j < i; j++) {
                if (within(stores.get(i).uri, stores.get(j).uri) || within(stores.get(j).uri, stores.get(i).uri)) {
                    problems.add("--stores [" + i + "].uri: " + stores.get(i).uri + " and " + stores.get(j).uri
                            + " lie one in the other: give them prefixes apart, or the same");
                }
            }
        }
        return stores;
    }

    private static boolean within(String uri, String other) {
        return uri.startsWith(other + "/");
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!URI_FORM.matcher(uri).matches()) {
            problems.add("uri: '" + uri + "' is not of the form s3://bucket/prefix");
        }
        for (String namespace : namespaces) {
            require("namespaces", namespace, NAME, "a namespace", problems);
        }
        require("root", root, NAME, "a name of lower-case letters, digits, '-' and '.'", problems);
        require("region", region, REGION, "a region such as eu-central-1", problems);
        require("secretName", secretName, NAME, "a name of a Secret", problems);
        require("serviceAccountName", serviceAccountName, NAME, "a name of a ServiceAccount", problems);
        if (endpoint != null && !isServer(endpoint)) {
            problems.add("endpoint: give http:// or https://, a host and perhaps a port, and nothing else");
        }
        if ((secretName == null) == (serviceAccountName == null)) {
            problems.add("secretName: give exactly one of secretName and serviceAccountName");
        }
        return problems;
    }

    private static boolean isServer(String endpoint) {
        try {
            URI server = URI.create(endpoint);
            return ("http".equals(server.getScheme()) || "https".equals(server.getScheme()))
                    && server.getHost() != null
                    && server.getUserInfo() == null
                    && (server.getPath().isEmpty() || server.getPath().equals("/"))
                    && server.getQuery() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(
            String field, @Nullable String value, Pattern form, String wanted, List<String> problems) {
        if (value != null && !form.matcher(value).matches()) {
            problems.add(field + ": '" + value + "' is not " + wanted);
        }
    }
}
