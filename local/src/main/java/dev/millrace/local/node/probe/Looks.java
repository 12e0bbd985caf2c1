package dev.millrace.local.node.probe;

import dev.millrace.local.node.container.CannotStartException;
import dev.millrace.local.node.container.Execution;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HTTPHeader;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One look at a container, by HTTP, TCP or a command. It takes at most the probe's timeout. */
public final class Looks {
    private Looks() {}

    /** Looks once. */
    public static ProbeResult look(Probe probe, ProbeTarget target) {
        Duration timeout = Duration.ofSeconds(probe.getTimeoutSeconds() == null ? 1 : probe.getTimeoutSeconds());
        if (probe.getHttpGet() != null) {
            return http(probe.getHttpGet(), target, timeout);
        }
        if (probe.getTcpSocket() != null) {
            return tcp(probe.getTcpSocket(), target, timeout);
        }
        if (probe.getExec() != null) {
            return command(probe.getExec(), target, timeout);
        }
        return ProbeResult.failed("this node looks by httpGet, tcpSocket and exec only");
    }

    /** Asks by HTTP; any answer from 200 to 399 is a good one. */
    public static ProbeResult http(HTTPGetAction action, ProbeTarget target, Duration timeout) {
        if (action.getScheme() != null && !action.getScheme().equals("HTTP")) {
            return ProbeResult.failed("this node asks by plain HTTP only");
        }
        InetSocketAddress address = address(action.getHost(), target.port(action.getPort()), target);
        String path = action.getPath() == null || action.getPath().isEmpty() ? "/" : action.getPath();
        String url = "http://%s:%d%s".formatted(address.getHostString(), address.getPort(), path);
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) timeout.toMillis());
            connection.setReadTimeout((int) timeout.toMillis());
            connection.setRequestProperty("User-Agent", "kube-probe/1.34");
            connection.setRequestProperty("Connection", "close");
            List<HTTPHeader> headers = action.getHttpHeaders() == null ? List.of() : action.getHttpHeaders();
            headers.forEach(header -> connection.addRequestProperty(header.getName(), header.getValue()));
            try {
                int status = connection.getResponseCode();
                return status >= 200 && status < 400
                        ? ProbeResult.HEALTHY
                        : ProbeResult.failed("HTTP probe failed with statuscode: " + status);
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return ProbeResult.failed("Get \"" + url + "\": " + reason(address, e));
        }
    }

    private static ProbeResult tcp(TCPSocketAction action, ProbeTarget target, Duration timeout) {
        InetSocketAddress address = address(action.getHost(), target.port(action.getPort()), target);
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) timeout.toMillis());
            return ProbeResult.HEALTHY;
        } catch (IOException e) {
            return ProbeResult.failed(reason(address, e));
        }
    }

    private static ProbeResult command(ExecAction action, ProbeTarget target, Duration timeout) {
        try {
            Execution execution = Execution.run(target.commands().of(action.getCommand()), timeout);
            if (execution.timedOut()) {
                return ProbeResult.failed("command timed out: \"%s\" timed out after %ds"
                        .formatted(String.join(" ", action.getCommand()), timeout.toSeconds()));
            }
            return execution.exitCode() == 0 ? ProbeResult.HEALTHY : ProbeResult.failed(execution.output());
        } catch (CannotStartException e) {
            return ProbeResult.failed(e.getMessage());
        }
    }

    private static InetSocketAddress address(@Nullable String host, int port, ProbeTarget target) {
        return host == null || host.isEmpty() ? target.address().apply(port) : new InetSocketAddress(host, port);
    }

    private static String reason(InetSocketAddress address, IOException e) {
        String where = "dial tcp %s:%d: ".formatted(address.getHostString(), address.getPort());
        if (e instanceof ConnectException) {
            return where + "connect: connection refused";
        }
        if (e instanceof SocketTimeoutException) {
            return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
        }
        return where + e.getMessage();
    }
}
