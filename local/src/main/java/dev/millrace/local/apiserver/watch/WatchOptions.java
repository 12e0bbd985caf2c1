package dev.millrace.local.apiserver.watch;

import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.function.Predicate;

/**
 * What a client wants to be told.
 *
 * @param selector whether an object is meant
 * @param bookmarks whether it is told now and then how far it is
 * @param initialEventsEnd whether a bookmark says where the objects that were there end
 * @param separateMessages whether each event is a message of its own, as on a WebSocket
 */
public record WatchOptions(
        Predicate<StoredObject> selector,
        boolean bookmarks,
        boolean initialEventsEnd,
        boolean separateMessages,
        long timeoutSeconds) {
    boolean selects(StoredObject object) {
        return selector.test(object);
    }
}
