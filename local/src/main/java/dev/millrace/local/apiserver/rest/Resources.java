package dev.millrace.local.apiserver.rest;

import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.object.Target;
import dev.millrace.local.apiserver.request.Call;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** What is done with a resource: by method, and whether a name or a subresource is given. */
public final class Resources {
    /** The one behind which a path of its own may stand. */
    private static final String PROXY = "proxy";

    private static final Map<String, String> VERBS =
            Map.of("POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

    private final Reading reading;
    private final Writing writing;
    private final Map<String, Consumer<Call>> subresources;

    /**
     * The verbs and the subresources other than status.
     *
     * @param subresources by their names; each decides on the method itself
     */
    public Resources(Reading reading, Writing writing, Map<String, Consumer<Call>> subresources) {
        this.reading = reading;
        this.writing = writing;
        this.subresources = Map.copyOf(subresources);
    }

    /** Carries out a request. */
    public void handle(Call call) {
        String subresource = call.path().subresource();
        boolean status = subresource.equals(Target.STATUS) && call.type().status();
        boolean scale = subresource.equals("scale") && call.type().scale() != null;
        if (subresource.isEmpty() || status) {
            HttpMethod method = call.exchange().method();
            if (call.path().name().isEmpty()) {
                collection(call, method);
            } else {
                one(call, method, status);
            }
        } else if ((scale || call.type().subresources().contains(subresource))
                && subresources.containsKey(subresource)
                && (call.path().rest().isEmpty() || subresource.equals(PROXY))) {
            subresources.get(subresource).accept(call);
        } else {
            throw notFound();
        }
    }

    private void collection(Call call, HttpMethod method) {
        boolean everywhere = call.type().namespaced() && call.path().namespace().isEmpty();
        if (method.equals(HttpMethod.GET)) {
            if (call.query().flag("watch")) {
                reading.watch(call);
            } else {
                reading.list(call);
            }
        } else if (method.equals(HttpMethod.POST) && !everywhere) {
            writing.create(call);
        } else if (method.equals(HttpMethod.DELETE) && !everywhere) {
            writing.deleteCollection(call);
        } else {
            throw notAllowed(call);
        }
    }

    private void one(Call call, HttpMethod method, boolean status) {
        if (call.type().namespaced() && call.path().namespace().isEmpty()) {
            throw notFound();
        }
        switch (method.name()) {
            case "GET" -> {
                if (call.query().flag("watch") && !status) {
                    reading.watch(call);
                } else {
                    reading.get(call);
                }
            }
            case "PUT" -> writing.update(call);
            case "PATCH" -> writing.patch(call);
            case "DELETE" -> {
                if (status) {
                    throw notAllowed(call);
                }
                writing.delete(call);
            }
            default -> throw notAllowed(call);
        }
    }

    /** The resource does not know the verb. */
    static Refused notAllowed() {
        return Refused.generic(
                Reason.METHOD_NOT_ALLOWED, "the server does not allow this method on the requested resource");
    }

    /** Kinds of CRDs say which verb it is. */
    private static Refused notAllowed(Call call) {
        if (!call.type().custom()) {
            return notAllowed();
        }
        String verb = VERBS.getOrDefault(
                call.exchange().method().name(), call.exchange().method().name().toLowerCase(Locale.ROOT));
        Refused.Subject subject = call.type().subject("");
        return Refused.because(
                Reason.METHOD_NOT_ALLOWED,
                subject,
                verb + " is not supported on resources of kind \"" + subject.qualified() + "\"",
                List.of());
    }

    /** There is no such resource. */
    static Refused notFound() {
        return Refused.generic(Reason.NOT_FOUND, "the server could not find the requested resource");
    }
}
