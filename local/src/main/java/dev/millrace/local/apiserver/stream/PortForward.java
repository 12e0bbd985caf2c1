package dev.millrace.local.apiserver.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.http.Exchange;
import dev.millrace.local.apiserver.http.WebSockets;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.rest.Answers;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * {@code pods/portforward}: connections to ports of a pod, over the three ways that clients know. kubectl up to 1.30 upgrades to SPDY/3.1,
 * later ones send SPDY through a WebSocket, and Fabric8 numbers channels in a WebSocket.
 */
public final class PortForward {
    private static final String SPDY = "SPDY/3.1";
    private static final String PROTOCOL = "portforward.k8s.io";
    private static final String TUNNEL = SPDY + "+" + PROTOCOL;
    private static final String CHANNELS = "v4.channel.k8s.io";

    private final Pods pods;
    private final ExecutorService dialers;

    /**
     * For the pods of a kubelet.
     *
     * @param dialers where the kubelet is asked for addresses, which may block
     */
    public PortForward(Pods pods, ExecutorService dialers) {
        this.pods = pods;
        this.dialers = dialers;
    }

    public void handle(Call call) {
        Exchange exchange = call.exchange();
        ObjectNode pod = pods.find(call);
        if (!List.of("GET", "POST").contains(exchange.method().name())) {
            throw Refused.because(
                    Reason.METHOD_NOT_ALLOWED, "the server does not allow this method on the requested resource");
        }
        if (!pod.path("status").path("phase").asText().equals("Running")) {
            throw Refused.badRequest("unable to forward port because pod is not running. Current status="
                    + pod.path("status").path("phase").asText());
        }
        Dialer dialer =
                new Dialer(pods.kubelet(), call.path().namespace(), call.path().name(), dialers);
        if (WebSockets.wanted(exchange)) {
            webSocket(call, dialer);
        } else if (exchange.headers().containsValue(HttpHeaderNames.UPGRADE, SPDY, true)) {
            exchange.upgrade(
                    Map.of("Connection", "Upgrade", "Upgrade", SPDY, "X-Stream-Protocol-Version", PROTOCOL),
                    pipeline -> pipeline.addLast(new SpdyFrameCodec(SpdyVersion.SPDY_3_1))
                            .addLast(new SpdyForwarder(dialer)));
        } else {
            Answers.refused(
                    exchange,
                    Refused.badRequest("Upgrade request required: this resource speaks " + SPDY + " and WebSocket"));
        }
    }

    private static void webSocket(Call call, Dialer dialer) {
        String offered = call.exchange().headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
        if (offered.contains(TUNNEL)) {
            SpdyTunnel tunnel = new SpdyTunnel();
            WebSockets.upgrade(call.exchange(), TUNNEL, tunnel, context -> context.pipeline()
                    .addLast(tunnel.encoder())
                    .addLast(new SpdyFrameCodec(SpdyVersion.SPDY_3_1))
                    .addLast(new SpdyForwarder(dialer)));
            return;
        }
        List<Integer> ports = ports(call);
        ChannelForwarder forwarder = new ChannelForwarder(dialer, ports);
        WebSockets.upgrade(call.exchange(), offered.isEmpty() ? null : CHANNELS, forwarder, forwarder::open);
    }

    private static List<Integer> ports(Call call) {
        List<Integer> ports = new ArrayList<>();
        for (String value : call.query().values().getOrDefault("ports", List.of())) {
            for (String port : value.split(",", -1)) {
                try {
                    ports.add(Integer.parseInt(port));
                } catch (NumberFormatException e) {
                    throw Refused.badRequest("unable to parse \"" + port + "\" as a port");
                }
            }
        }
        if (ports.isEmpty()) {
            throw Refused.badRequest("query parameter \"ports\" is required");
        }
        return ports;
    }
}
