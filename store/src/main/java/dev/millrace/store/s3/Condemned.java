package dev.millrace.store.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * How objects are removed beside writers that take them up again: without locks, of which S3 has none, and without conditions on deletions,
 * which few servers know. All that is needed is that who asks sees what was done before.
 *
 * <p>A writer (1) writes the object, or, where it is there, renews it by writing the empty object {@code <key>.renewed}; (2) asks for marks of the
 * object; (3) asks whether what it relies on is there, the renewal too. Where there is a mark it waits until it is gone, and where something is
 * missing, it begins anew.
 *
 * <p>A remover (1) signs its deletions, for a minute of the server's own time; (2) puts a mark that is its own; (3) asks for the times of object and
 * renewal; (4) deletes both if both are old; (5) takes its mark away, but only if all was answered. Marks lapse a minute after what was signed
 * before them: the server refuses it then, whether its sender was killed or stopped for an hour, or the request lay on the way.
 *
 * <p>Nothing is deleted that a writer relies on. Suppose that a deletion of the object came after (3) of the writer. Its remover had a mark there until then. Had it asked
 * for the times before the writer's (1), the writer would have seen the mark at (2). So it asked later, and found neither the new object's nor the renewal's time,
 * though there are no conditions under which a time goes back: another remover must have deleted the renewal, or the object before that was written by somebody else. Not before
 * the writer's (3), where it was there. And not later: that one would have asked for times before the writer's (1), too, and its mark have been seen at (2).
 */
final class Condemned {
    /** How long a deletion that was signed is carried out. */
    static final Duration SIGNED = Duration.ofMinutes(1);
    /** As long again for clocks of one server that differ, and for a deletion that it has begun with. */
    static final Duration LAPSE = SIGNED.multipliedBy(2);
    /** The end of a renewal's key. */
    static final String RENEWED = ".renewed";

    private final Bucket bucket;
    private final Marks marks;

    /** @param prefix of all the store's keys, empty or with a slash at its end */
    Condemned(Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.marks = new Marks(bucket, prefix, LAPSE);
    }

    /** The writer's first step where the object is there, or where its time may be an older one, as that of an upload in parts, which is of its beginning. */
    void renew(String key) {
        bucket.client().putObject(request -> request.bucket(bucket.name()).key(key + RENEWED), RequestBody.empty());
    }

    /**
     * The writer's second and third step.
     *
     * @param renewed whether it has renewed the object
     * @return false: it has to begin anew
     */
    boolean spares(String key, boolean renewed) {
        if (marks.awaitNone(key)) {
            return false;
        }
        Listing there = Listing.of(bucket, key);
        return there.object(key).isPresent()
                && (!renewed || there.object(key + RENEWED).isPresent());
    }

    /**
     * Removes an object with its renewal, or a renewal without an object.
     *
     * @param http by which deletions are sent
     * @return the object's size; empty: it stays, or is gone already
     */
    OptionalLong remove(String key, Predicate<Instant> isOld, SdkHttpClient http) {
        Listing before = Listing.of(bucket, key);
        if (stays(before, key, isOld)) {
            return OptionalLong.empty();
        }
        SignedDeletion.Validity minute = new SignedDeletion.Validity(before.asked(), SIGNED);
        SignedDeletion renewal = SignedDeletion.of(bucket, key + RENEWED, minute);
        SignedDeletion object = SignedDeletion.of(bucket, key, minute);
        String mark = marks.put(key);
        Listing now = Listing.of(bucket, key);
        boolean deleted = false;
        if (!stays(now, key, isOld)) {
            if (now.object(key + RENEWED).isPresent()) {
                renewal.send(http);
            }
            if (now.object(key).isPresent()) {
                object.send(http);
                deleted = true;
            }
        }
        marks.take(mark);
        return deleted ? OptionalLong.of(now.object(key).orElseThrow().size()) : OptionalLong.empty();
    }

    private static boolean stays(Listing there, String key, Predicate<Instant> isOld) {
        List<Instant> times = Stream.of(there.object(key), there.object(key + RENEWED))
                .flatMap(object -> object.stream().map(S3Object::lastModified))
                .toList();
        return times.isEmpty() || !times.stream().allMatch(isOld);
    }

    /** Takes away what removers left that were killed. */
    void removeLapsed() {
        marks.takeLapsed();
    }
}
