package dev.millrace.store.s3;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The first objects whose keys begin so, at most a thousand, with the time of the server's answer. One request tells several objects' times, and needs no other right than
 * listing.
 *
 * @param date as the server wrote it; null: it did not
 */
record Listing(List<S3Object> objects, @Nullable String date) {
    static Listing of(Bucket bucket, String prefix) {
        ListObjectsV2Response response = bucket.client()
                .listObjectsV2(request -> request.bucket(bucket.name()).prefix(prefix));
        return new Listing(
                response.contents().stream().filter(Listing::isObject).toList(),
                response.sdkHttpResponse().firstMatchingHeader("Date").orElse(null));
    }

    /** Some servers, and consoles, have objects for folders. */
    static boolean isObject(S3Object listed) {
        return !listed.key().endsWith("/");
    }

    /** The object of exactly this key. */
    Optional<S3Object> object(String key) {
        return objects.stream().filter(object -> object.key().equals(key)).findFirst();
    }

    /** When this was asked, in whole seconds of the server's clock. */
    Instant asked() {
        try {
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date == null ? "" : date));
        } catch (DateTimeParseException e) {
            throw SdkClientException.create("its answers have no Date, without which nothing can be removed", e);
        }
    }
}
