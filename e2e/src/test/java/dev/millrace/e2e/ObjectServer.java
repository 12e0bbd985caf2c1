package dev.millrace.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.store.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real S3 server in this process, at the address of the cluster's node, which pods reach, and an operator that is told of it. */
final class ObjectServer implements AutoCloseable {
    private static final String NODE_ADDRESS =
            "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}";

    private final S3Server server;
    private final Administrator administrator;

    private ObjectServer(S3Server server, Administrator administrator) {
        this.server = server;
        this.administrator = administrator;
    }

    /**
     * Starts a server with some buckets, which ingests may read, and no other address beside it.
     *
     * @param storeNamespaces whose stores lie in {@code s3://models/millrace}, to which a Secret {@code millrace-store} is the key,
     *     and where what was deleted is looked for at once
     */
    static ObjectServer start(String storeNamespaces, String... buckets) {
        String node = new Kubectl("default").run("get", "nodes", "-o", NODE_ADDRESS);
        assumeTrue(
                isOurs(node), "the cluster's node is another machine (" + node + "): its pods do not reach this one");
        S3Server server = S3Server.start(node);
        for (String bucket : buckets) {
            server.createBucket(bucket);
        }
        String network = node + "/32";
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(
                "MILLRACE_ALLOW_SOURCE_NETWORKS",
                Stream.of(Administrator.value("MILLRACE_ALLOW_SOURCE_NETWORKS"), network)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(",")));
        if (!storeNamespaces.isEmpty()) {
            variables.put("MILLRACE_STORES", """
                    [{"uri": "s3://models/millrace", "namespaces": [%s], "endpoint": "%s", "networks": ["%s"],
                      "secretName": "millrace-store"}]
                    """.formatted(quoted(storeNamespaces), server.endpoint(), network));
            variables.put("MILLRACE_COLLECTION_INTERVAL", "10s");
            variables.put("MILLRACE_COLLECTION_GRACE", "10s");
        }
        return new ObjectServer(server, Administrator.setting(variables));
    }

    private static String quoted(String names) {
        return Stream.of(names.split(",")).map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    private static boolean isOurs(String address) {
        try {
            return NetworkInterface.getByInetAddress(InetAddress.getByName(address)) != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    S3Server server() {
        return server;
    }

    /** Makes a Secret that lets its reader in. */
    static void createSecret(Kubectl kubectl, String name) {
        createSecret(kubectl, name, S3Server.KEYS.secretAccessKey());
    }

    static void createSecret(Kubectl kubectl, String name, String secretAccessKey) {
        kubectl.run(
                "create",
                "secret",
                "generic",
                name,
                "--from-literal=accessKeyId=" + S3Server.KEYS.accessKeyId(),
                "--from-literal=secretAccessKey=" + secretAccessKey);
    }

    @Override
    public void close() {
        administrator.close();
        server.close();
    }
}
