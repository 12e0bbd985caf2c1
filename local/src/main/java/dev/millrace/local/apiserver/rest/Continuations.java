package dev.millrace.local.apiserver.rest;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The rests of lists that clients read in parts: all parts are of one moment. Only the latest lists are remembered; who comes back too
 * late lists again, as with a compacted etcd.
 */
final class Continuations {
    private static final int LISTS = 64;
    private static final Pattern TOKEN = Pattern.compile("[-0-9a-f]{36}");

    private final Map<String, Rest> rests = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rest> eldest) {
            return size() > LISTS;
        }
    };

    /** What a client has not read yet. */
    record Rest(List<StoredObject> objects, long revision) {}

    /** Remembers a rest; the client comes back with the token. */
    synchronized String keep(Rest rest) {
        String token = UUID.randomUUID().toString();
        rests.put(token, rest);
        return token;
    }

    /** The rest of a list; asked twice, it is the same. */
    synchronized Rest rest(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw Refused.badRequest("invalid continue token: continue key is not valid: " + token);
        }
        Rest rest = rests.get(token);
        if (rest == null) {
            throw Refused.because(
                    Reason.EXPIRED,
                    "The provided continue parameter is too old to display a consistent list result. You can start a new list"
                            + " without the continue parameter.");
        }
        return rest;
    }
}
