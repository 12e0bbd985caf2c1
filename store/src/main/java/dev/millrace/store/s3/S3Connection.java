package dev.millrace.store.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * How an S3 server is reached.
 *
 * @param endpoint null: Amazon's, of the region
 * @param region that requests are signed for
 * @param pathStyle whether the bucket stands in the path, as most servers but Amazon's want it
 * @param credentials who asks
 * @param patience with a server that does not answer
 */
public record S3Connection(
        @Nullable URI endpoint, String region, boolean pathStyle, Credentials credentials, Patience patience) {
    /** The region where none is given: what servers without regions take. */
    public static final String DEFAULT_REGION = "us-east-1";

    static final Duration CONNECTING = Duration.ofSeconds(5);

    /** Who asks. */
    public sealed interface Credentials {
        /** An access key, of a Secret. Its text form does not tell it. */
        record Keys(
                String accessKeyId,
                String secretAccessKey,
                @Nullable String sessionToken) implements Credentials {
            @Override
            public String toString() {
                return "Keys[…]";
            }
        }

        /** The pod's service account. Never its node: a pod is not to have its node's rights. */
        record PodIdentity() implements Credentials {}

        /** Nobody: for buckets that all may read. */
        record Anonymous() implements Credentials {}
    }

    /** The store's connection, as the operator gives it to a pod. */
    public static S3Connection ofStore(Map<String, String> environment) {
        String endpoint = environment.get("MILLRACE_S3_ENDPOINT");
        String key = environment.get("MILLRACE_S3_ACCESS_KEY_ID");
        String secret = environment.get("MILLRACE_S3_SECRET_ACCESS_KEY");
        return new S3Connection(
                endpoint == null ? null : URI.create(endpoint),
                environment.getOrDefault("MILLRACE_S3_REGION", DEFAULT_REGION),
                Boolean.parseBoolean(environment.get("MILLRACE_S3_PATH_STYLE")),
                key == null || secret == null
                        ? new Credentials.PodIdentity()
                        : new Credentials.Keys(key, secret, environment.get("MILLRACE_S3_SESSION_TOKEN")),
                Patience.USUAL);
    }

    /** A client. It holds no threads; connections that it keeps open end by themselves. */
    S3Client client() {
        return client(http());
    }

    /** What a client asks by. */
    SdkHttpClient.Builder<?> http() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECTING).socketTimeout(patience.silence());
    }

    /** A client that asks by another one of HTTP. */
    S3Client client(SdkHttpClient.Builder<?> http) {
        BackoffStrategy backoff = patience.backoff();
        var builder = S3Client.builder()
                .region(Region.of(region))
                .credentialsProvider(provider())
                .httpClientBuilder(http)
                // Who reads checks SHA-256, and writes carry Content-MD5, which every server knows.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(pathStyle)
                        .chunkedEncodingEnabled(false)
                        .build())
                .overrideConfiguration(configuration ->
                        configuration.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(patience.tries())
                                .backoffStrategy(backoff)
                                .throttlingBackoffStrategy(backoff)
                                .build()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private AwsCredentialsProvider provider() {
        if (credentials instanceof Credentials.Keys keys) {
            return StaticCredentialsProvider.create(
                    keys.sessionToken() == null
                            ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                            : AwsSessionCredentials.create(
                                    keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
        }
        if (credentials instanceof Credentials.Anonymous) {
            return AnonymousCredentialsProvider.create();
        }
        return AwsCredentialsProviderChain.of(
                WebIdentityTokenFileCredentialsProvider.create(), ContainerCredentialsProvider.create());
    }

    /** Where it leads, for people. */
    String place() {
        return endpoint == null ? "Amazon S3 in " + region : endpoint.toString();
    }
}
