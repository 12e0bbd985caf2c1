package dev.millrace.store.s3;

import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The deletion of an object that the server refuses when its time is over, however late it is sent or arrives. The SDK signs when it sends: a process that was stopped before
 * would delete at any time.
 *
 * @param request signed
 */
record SignedDeletion(SdkHttpRequest request) {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();
    private static final int NOT_FOUND = 404;
    private static final int FIRST_FAILURE = 300;

    /**
     * When a deletion is carried out.
     *
     * @param from by the server's clock
     */
    record Validity(Instant from, Duration length) {}

    /** Signs the deletion of an object with the credentials of its bucket's client. */
    static SignedDeletion of(Bucket bucket, String key, Validity validity) {
        S3ServiceClientConfiguration client = bucket.client().serviceClientConfiguration();
        try {
            SdkHttpRequest unsigned = SdkHttpRequest.builder()
                    .method(SdkHttpMethod.DELETE)
                    .uri(bucket.client()
                            .utilities()
                            .getUrl(place -> place.bucket(bucket.name()).key(key))
                            .toURI())
                    .build();
            return new SignedDeletion(SIGNER.sign(sign -> sign.identity(client.credentialsProvider()
                                    .resolveIdentity()
                                    .join())
                            .request(unsigned)
                            .putProperty(
                                    AwsV4HttpSigner.REGION_NAME, client.region().id())
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                            .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                            .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                            .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                            .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, validity.length())
                            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(validity.from(), ZoneOffset.UTC)))
                    .request());
        } catch (CompletionException e) {
            throw SdkClientException.create("there are no credentials", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Deletes, by one try: of a request that was not answered nobody knows whether it is still carried out.
     *
     * @throws S3Exception if the server refuses it
     * @throws SdkClientException if it does not answer
     */
    void send(SdkHttpClient http) {
        try {
            HttpExecuteResponse response = http.prepareRequest(
                            HttpExecuteRequest.builder().request(request).build())
                    .call();
            response.responseBody().ifPresent(AbortableInputStream::abort);
            int status = response.httpResponse().statusCode();
            if (status >= FIRST_FAILURE && status != NOT_FOUND) {
                throw S3Exception.builder()
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("(a deletion signed for a minute)")
                                .build())
                        .build();
            }
        } catch (IOException e) {
            throw SdkClientException.create("a deletion was not answered", e);
        }
    }
}
