package dev.millrace.local.apiserver.proxy;

import dev.millrace.local.apiserver.PodStreams;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.rest.Answers;
import dev.millrace.local.apiserver.storage.Store;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Hands requests on to pods: to a pod that is named, or to any that is ready of a Service's. Upgrades to other protocols are not handed on. */
public final class Proxy {
    private static final String HTTP_2_OFFER = "h2c";

    private final Destinations destinations;
    private final ExecutorService locators;

    /**
     * For the pods of a kubelet.
     *
     * @param locators where the kubelet is asked for addresses, which may block
     */
    public Proxy(Store store, Supplier<@Nullable PodStreams> kubelet, ExecutorService locators) {
        this.destinations = new Destinations(store, kubelet);
        this.locators = locators;
    }

    public void handle(Call call) {
        HttpHeaders headers = call.exchange().headers();
        // HTTP/2 is only offered, and an offer may be left alone; other protocols are asked for.
        if (headers.contains(HttpHeaderNames.UPGRADE)
                && !headers.containsValue(HttpHeaderNames.UPGRADE, HTTP_2_OFFER, true)) {
            throw Refused.because(Reason.NOT_IMPLEMENTED, "upgrades are not handed on: use port-forward");
        }
        ProxyPath path = ProxyPath.parse(call.path().name(), call.exchange().uri());
        try {
            locators.execute(() -> begin(call, path));
        } catch (RejectedExecutionException stopping) {
            throw Refused.because(Reason.SERVICE_UNAVAILABLE, "the API server is stopping");
        }
    }

    private void begin(Call call, ProxyPath path) {
        String namespace = call.path().namespace();
        try {
            List<InetSocketAddress> pods = call.type().kind().equals("Pod")
                    ? destinations.ofPod(namespace, path)
                    : destinations.ofService(namespace, path);
            Forwarding.begin(call.exchange(), path.rest(), pods);
        } catch (Refused refused) {
            Answers.refused(call.exchange(), refused);
        }
    }
}
