package dev.millrace.store.s3;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What went wrong with S3.
 *
 * @param kind for programs
 * @param sentence for people: what is wrong and the way out, without a full stop and without any credential
 */
public record S3Problem(Kind kind, String sentence) {
    /** What can be done about it. */
    public enum Kind {
        NO_SUCH_BUCKET,
        NO_SUCH_KEY,
        /** Credentials are missing, wrong or not enough. */
        DENIED,
        /** The object is not the one that was asked for. */
        CHANGED,
        /** May pass. */
        UNAVAILABLE
    }

    /**
     * Words for a failure.
     *
     * @param bucket that was asked for
     */
    public static S3Problem of(SdkException failure, S3Connection connection, String bucket) {
        if (failure instanceof S3Exception s3) {
            return ofAnswer(s3, connection, bucket);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = ofConnection(cause, connection);
            if (words != null) {
                return new S3Problem(Kind.UNAVAILABLE, words);
            }
        }
        if (String.valueOf(failure.getMessage()).contains("credentials")) {
            return new S3Problem(
                    Kind.DENIED,
                    "there are no credentials: name a Secret with them, or a service account whose identity "
                            + connection.place() + " knows");
        }
        return new S3Problem(Kind.UNAVAILABLE, connection.place() + ": " + failure.getMessage());
    }

    private static @Nullable String ofConnection(Throwable cause, S3Connection connection) {
        if (cause instanceof UnknownHostException) {
            return "the host of " + connection.place() + " is not known";
        }
        if (cause instanceof SocketTimeoutException) {
            return connection.place() + " did not answer within "
                    + connection.patience().silence().toMillis() / 1000.0 + " s";
        }
        if (cause instanceof ConnectException) {
            return connection.place() + " cannot be reached: " + cause.getMessage();
        }
        if (cause instanceof SSLException) {
            return "no secure connection to " + connection.place() + ": " + cause.getMessage();
        }
        return cause instanceof IOException
                ? "the connection to " + connection.place() + " broke: " + cause.getMessage()
                : null;
    }

    private static S3Problem ofAnswer(S3Exception e, S3Connection connection, String bucket) {
        AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
        String answer = e.statusCode() + (code.isEmpty() ? "" : " " + code);
        return switch (code) {
            case "NoSuchBucket" ->
                new S3Problem(
                        Kind.NO_SUCH_BUCKET,
                        "there is no bucket \"" + bucket + "\" at " + connection.place()
                                + ": create it, or name another");
            case "NoSuchKey" -> new S3Problem(Kind.NO_SUCH_KEY, "there is no such object");
            case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
                new S3Problem(
                        Kind.DENIED,
                        connection.place() + " does not take the credentials (" + answer
                                + "): renew those in the Secret, or the service account's identity");
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                new S3Problem(
                        Kind.DENIED,
                        "the bucket \"" + bucket + "\" is not in the region " + connection.region() + " (" + answer
                                + "): give its own region");
            default -> byStatus(e.statusCode(), answer, connection, bucket);
        };
    }

    private static S3Problem byStatus(int status, String answer, S3Connection connection, String bucket) {
        if (status == 401 || status == 403) {
            return new S3Problem(
                    Kind.DENIED,
                    "access to the bucket \"" + bucket + "\" at " + connection.place() + " is denied (" + answer
                            + "): its policy must let these credentials list it and get what is read, and put and"
                            + " delete where it is a store");
        }
        if (status == 412) {
            return new S3Problem(Kind.CHANGED, "the object was changed meanwhile");
        }
        if (status == 404) {
            return new S3Problem(Kind.NO_SUCH_KEY, "there is no such object");
        }
        return new S3Problem(Kind.UNAVAILABLE, connection.place() + " answers " + answer);
    }
}
