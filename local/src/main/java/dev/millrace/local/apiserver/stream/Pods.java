package dev.millrace.local.apiserver.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pods, and the kubelet that runs them. */
public final class Pods {
    private final Store store;
    private final Supplier<@Nullable PodStreams> kubelet;

    public Pods(Store store, Supplier<@Nullable PodStreams> kubelet) {
        this.store = store;
        this.kubelet = kubelet;
    }

    ObjectNode find(Call call) {
        StoredObject pod =
                store.resource(call.type().storage()).get(call.target().key());
        if (pod == null) {
            throw Refused.notFound(call.target().subject());
        }
        return pod.tree();
    }

    PodStreams kubelet() {
        PodStreams attached = kubelet.get();
        if (attached == null) {
            throw Refused.because(Reason.SERVICE_UNAVAILABLE, "the kubelet of the node is not running");
        }
        return attached;
    }

    /** What a kubelet cannot, as an answer. */
    static Refused refused(PodStreams.Refusal refusal) {
        Reason reason =
                switch (refusal.code()) {
                    case 400 -> Reason.BAD_REQUEST;
                    case 404 -> Reason.NOT_FOUND;
                    case 503 -> Reason.SERVICE_UNAVAILABLE;
                    default -> Reason.INTERNAL_ERROR;
                };
        return Refused.because(reason, String.valueOf(refusal.getMessage()));
    }
}
