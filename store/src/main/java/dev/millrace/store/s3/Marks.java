package dev.millrace.store.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Empty objects {@code condemned/<key>/<uuid>}: each says that somebody is about to remove an object. One that is older than a lapse stands
 * for nothing; its remover was killed, and can remove nothing any more.
 */
final class Marks {
    private static final String FOLDER = "condemned/";

    private final Bucket bucket;
    private final String prefix;
    private final Duration lapse;

    /** @param prefix of all the store's keys, empty or with a slash at its end */
    Marks(Bucket bucket, String prefix, Duration lapse) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.lapse = lapse;
    }

    /**
     * Puts a mark.
     *
     * @return its key, which no other has ever had
     */
    String put(String object) {
        String mark = of(object) + UUID.randomUUID();
        bucket.client().putObject(request -> request.bucket(bucket.name()).key(mark), RequestBody.empty());
        return mark;
    }

    void take(String mark) {
        bucket.client().deleteObject(request -> request.bucket(bucket.name()).key(mark));
    }

    /**
     * Waits until an object has no mark.
     *
     * @return whether it had one
     */
    boolean awaitNone(String object) {
        long start = System.nanoTime();
        int looks = 0;
        while (isMarked(object)) {
            if (System.nanoTime() - start > 2 * lapse.toNanos()) {
                throw SdkClientException.create(object + " is being removed for too long");
            }
            bucket.pause(++looks);
        }
        return looks > 0;
    }

    private boolean isMarked(String object) {
        Listing marks = Listing.of(bucket, of(object));
        return marks.objects().stream().anyMatch(mark -> !hasLapsed(mark, marks.asked()));
    }

    /** Takes away those that stand for nothing. */
    void takeLapsed() {
        String all = prefix + FOLDER;
        Listing first = Listing.of(bucket, all);
        if (first.objects().isEmpty()) {
            return;
        }
        Instant now = first.asked();
        bucket.objects(all)
                .filter(mark -> Listing.isObject(mark) && hasLapsed(mark, now))
                .forEach(mark -> take(mark.key()));
    }

    private boolean hasLapsed(S3Object mark, Instant now) {
        return mark.lastModified().plus(lapse).isBefore(now);
    }

    private String of(String object) {
        return prefix + FOLDER + object.substring(prefix.length()) + "/";
    }
}
