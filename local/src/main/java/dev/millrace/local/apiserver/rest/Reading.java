package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.WebSockets;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.request.Query;
import dev.millrace.local.apiserver.storage.Event;
import dev.millrace.local.apiserver.storage.ResourceStore;
import dev.millrace.local.apiserver.storage.ResourceStore.Snapshot;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import dev.millrace.local.apiserver.table.Tables;
import dev.millrace.local.apiserver.watch.EventFormat;
import dev.millrace.local.apiserver.watch.RefusedWatch;
import dev.millrace.local.apiserver.watch.Watch;
import dev.millrace.local.apiserver.watch.WatchOptions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** Get, list and watch. */
public final class Reading {
    /** A watch that does not say how long lasts as long as in Kubernetes: 30 to 60 minutes. */
    private static final int MIN_WATCH_SECONDS = 1800;

    private static final Refused.Subject LIST_OPTIONS = new Refused.Subject("meta.k8s.io", "ListOptions", "");

    private final Store store;
    private final Tables tables;
    private final Continuations continuations = new Continuations();

    public Reading(Store store, Tables tables) {
        this.store = store;
        this.tables = tables;
    }

    public void get(Call call) {
        StoredObject stored = resource(call).get(call.target().key());
        if (stored == null) {
            throw Refused.notFound(call.target().subject());
        }
        Presentation presentation = Presentation.of(call, tables);
        call.exchange().answer(200, Answers.JSON, presentation.one(stored));
    }

    public void list(Call call) {
        Presentation presentation = Presentation.of(call, tables);
        Query query = call.query();
        checkVersion(query);
        Selection selection = Selection.of(call);
        long limit = query.number("limit", 0);
        String token = query.text("continue");
        ObjectNode metadata = Documents.object();
        if (limit <= 0 && token.isEmpty()) {
            Snapshot snapshot = resource(call).snapshot(call.path().namespace());
            metadata.put("resourceVersion", Long.toString(snapshot.revision()));
            List<StoredObject> selected = selection.of(snapshot.objects());
            call.exchange().answer(200, Answers.JSON, presentation.list(selected, metadata));
            return;
        }
        Continuations.Rest rest = token.isEmpty()
                ? begin(resource(call).snapshot(call.path().namespace()), selection)
                : continuations.rest(token);
        int size = (int)
                Math.min(limit <= 0 ? Long.MAX_VALUE : limit, rest.objects().size());
        metadata.put("resourceVersion", Long.toString(rest.revision()));
        if (size < rest.objects().size()) {
            List<StoredObject> left =
                    rest.objects().subList(size, rest.objects().size());
            metadata.put("continue", continuations.keep(new Continuations.Rest(left, rest.revision())));
            if (selection.isEverything()) {
                metadata.put("remainingItemCount", left.size());
            }
        }
        call.exchange()
                .answer(200, Answers.JSON, presentation.list(rest.objects().subList(0, size), metadata));
    }

    private static Continuations.Rest begin(Snapshot snapshot, Selection selection) {
        return new Continuations.Rest(selection.of(snapshot.objects()), snapshot.revision());
    }

    /** Lists are always the latest; a version that is not there yet is no version of this server. */
    private void checkVersion(Query query) {
        String match = query.text("resourceVersionMatch");
        checkMatch(match);
        long version = version(query);
        if (!match.isEmpty() && query.text("resourceVersion").isEmpty()) {
            throw Refused.invalid(
                    LIST_OPTIONS,
                    List.of(Problem.forbidden(
                            "resourceVersionMatch",
                            "resourceVersionMatch is forbidden unless resourceVersion is provided")));
        }
        if (version > store.revision()) {
            throw Refused.tooEarly(
                    "Timeout: Too large resource version: " + version + ", current: " + store.revision());
        }
        if (match.equals("Exact") && version == 0) {
            throw Refused.invalid(
                    LIST_OPTIONS,
                    List.of(Problem.forbidden(
                            "resourceVersionMatch",
                            "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")));
        }
        if (match.equals("Exact") && version != store.revision()) {
            throw Refused.because(Reason.EXPIRED, "The resourceVersion for the provided list is too old.");
        }
    }

    private static void checkMatch(String match) {
        List<String> supported = List.of("Exact", "NotOlderThan", "");
        if (!supported.contains(match)) {
            throw Refused.invalid(
                    LIST_OPTIONS,
                    List.of(Problem.notSupported("resourceVersionMatch", TextNode.valueOf(match), supported)));
        }
    }

    private static long version(Query query) {
        String text = query.text("resourceVersion");
        try {
            return text.isEmpty() ? 0 : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw Refused.badRequest("invalid resource version: resourceVersion: Invalid value: \"" + text
                    + "\": strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
    }

    /** The watch of a resource, of a namespace or, where a name is given, of one object. */
    public void watch(Call call) {
        Query query = call.query();
        Presentation presentation = Presentation.of(call, tables);
        Selection selection = Selection.of(call);
        ResourceStore resource = resource(call);
        boolean listing = query.flag("sendInitialEvents");
        if (listing
                && (!query.flag("allowWatchBookmarks")
                        || query.text("resourceVersionMatch").isEmpty())) {
            throw Refused.invalid(
                    LIST_OPTIONS,
                    List.of(
                            Problem.forbidden(
                                    "sendInitialEvents",
                                    "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan and allowWatchBookmarks")));
        }
        long version = version(query);
        String namespace = call.path().namespace();
        String name = call.path().name();
        Predicate<StoredObject> here =
                object -> (namespace.isEmpty() || object.key().namespace().equals(namespace))
                        && (name.isEmpty() || object.key().name().equals(name))
                        && selection.matches(object);
        boolean webSocket = WebSockets.wanted(call.exchange());
        long timeout = query.number("timeoutSeconds", 0);
        WatchOptions options = new WatchOptions(
                here,
                query.flag("allowWatchBookmarks"),
                listing,
                webSocket,
                timeout > 0
                        ? timeout
                        : MIN_WATCH_SECONDS + ThreadLocalRandom.current().nextInt(MIN_WATCH_SECONDS));
        EventFormat format = new EventFormat(call.type(), presentation.events());
        Watch watch;
        if (version == 0 || listing) {
            Snapshot snapshot = resource.snapshot(namespace);
            List<StoredObject> initial = query.text("sendInitialEvents").equals("false")
                    ? List.of()
                    : snapshot.objects().stream().filter(here).toList();
            watch = new Watch(resource, options, format, initial, snapshot.from());
        } else {
            Event from = version > store.revision() ? null : resource.at(version);
            if (from == null) {
                RefusedWatch refused = new RefusedWatch(format, gone(version));
                call.exchange().stream(Answers.JSON, refused, refused::open);
                return;
            }
            watch = new Watch(resource, options, format, List.of(), from);
        }
        call.exchange().stream(Answers.JSON, watch, watch::open);
    }

    /** A version of another time: what changed since is not known any more, or the server has lost what it had. */
    private Refused gone(long version) {
        long now = store.revision();
        return Refused.because(
                Reason.EXPIRED,
                version > now
                        ? "Too large resource version: " + version + ", current: " + now + ": list again"
                        : "too old resource version: " + version + " (" + now + ")");
    }

    private ResourceStore resource(Call call) {
        return store.resource(call.type().storage());
    }
}
