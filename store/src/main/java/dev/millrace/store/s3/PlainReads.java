package dev.millrace.store.s3;

import dev.millrace.store.s3.S3Connection.Credentials.Keys;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Reads objects with the JDK's client and the SDK's signer alone, with 300 classes in place of 2,500, which a model server would wait for
 * at its start. It knows good answers only. Of whatever else happens, and of how often to ask again, the SDK's client is asked.
 */
final class PlainReads {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    /** Not those of China and of governments, whose hosts have other names. */
    private static final Pattern AMAZON = Pattern.compile("(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-[0-9]");

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    /** Who has a proxy has it in the environment: the SDK's client knows how to read that. */
    private static final List<String> PROXIES = List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy");

    private final S3Connection connection;
    private final Keys keys;
    private final String root;

    private PlainReads(S3Connection connection, Keys keys, String root) {
        this.connection = connection;
        this.keys = keys;
        this.root = root;
    }

    /**
     * For a bucket.
     *
     * @param environment of the process
     * @return empty: it takes the SDK's client to find credentials or the server
     */
    static Optional<PlainReads> of(S3Connection connection, String bucket, Map<String, String> environment) {
        if (!(connection.credentials() instanceof Keys keys)
                || PROXIES.stream()
                        .anyMatch(name -> !environment.getOrDefault(name, "").isEmpty())) {
            return Optional.empty();
        }
        return root(connection, bucket).map(root -> new PlainReads(connection, keys, root));
    }

    /** What stands before keys. Of Amazon's parts of the world the largest; of other servers those that have the bucket in the path. */
    private static Optional<String> root(S3Connection connection, String bucket) {
        URI endpoint = connection.endpoint();
        if (endpoint != null) {
            return connection.pathStyle()
                    ? Optional.of(endpoint.toString().replaceAll("/$", "") + "/" + bucket + "/")
                    : Optional.empty();
        }
        String region = connection.region();
        return connection.pathStyle()
                        || bucket.contains(".")
                        || !AMAZON.matcher(region).matches()
                ? Optional.empty()
                : Optional.of("https://" + bucket + ".s3." + region + ".amazonaws.com/");
    }

    /**
     * Asks for an object or a part of it, once.
     *
     * @param headers of the request, by their names
     * @return empty: it did not go well
     */
    Optional<Answer> get(String key, Map<String, String> headers) {
        try {
            HttpURLConnection http =
                    (HttpURLConnection) new URI(root + key).toURL().openConnection();
            http.setInstanceFollowRedirects(false);
            http.setConnectTimeout((int) S3Connection.CONNECTING.toMillis());
            http.setReadTimeout((int) connection.patience().silence().toMillis());
            signed(key, headers).forEach((name, values) -> http.setRequestProperty(name, String.join(",", values)));
            int status = http.getResponseCode();
            long length = http.getContentLengthLong();
            if ((status == OK || status == PARTIAL_CONTENT) && length >= 0) {
                return Optional.of(
                        new Answer(http.getInputStream(), http.getHeaderField("ETag"), length, http::disconnect));
            }
            http.disconnect();
            return Optional.empty();
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Map<String, List<String>> signed(String key, Map<String, String> headers) throws URISyntaxException {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(new URI(root + key));
        headers.forEach(request::putHeader);
        return SIGNER.sign(sign -> sign.identity(identity())
                        .request(request.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, connection.region())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request()
                .headers();
    }

    private AwsCredentialsIdentity identity() {
        @Nullable String token = keys.sessionToken();
        return token == null
                ? AwsCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey())
                : AwsSessionCredentialsIdentity.create(keys.accessKeyId(), keys.secretAccessKey(), token);
    }
}
