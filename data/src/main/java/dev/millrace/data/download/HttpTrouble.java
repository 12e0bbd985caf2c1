package dev.millrace.data.download;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;

/** What went wrong on the way to a server, and may pass. */
final class HttpTrouble {
    private HttpTrouble() {}

    /** The server answered that it cannot answer now. */
    static final class Later extends IOException {
        private static final long serialVersionUID = 1L;

        private final Duration pause;

        /** @param pause that the server asks for; zero: none */
        Later(String message, Duration pause) {
            super(message);
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }
    }

    /** In words, without the client's own. */
    static String words(IOException trouble) {
        if (trouble instanceof Later) {
            return String.valueOf(trouble.getMessage());
        }
        if (trouble instanceof UnknownHostException) {
            return "its host's name cannot be resolved to an address; is it misspelt?";
        }
        if (trouble instanceof ConnectTimeoutException) {
            return "the connection was not made in time; does a firewall or a NetworkPolicy drop it?";
        }
        if (trouble instanceof SocketTimeoutException) {
            return "the server fell silent";
        }
        if (trouble instanceof ConnectException || trouble instanceof NoRouteToHostException) {
            return "nothing there takes connections";
        }
        if (trouble instanceof ConnectionClosedException || trouble instanceof SocketException) {
            return "the connection was cut";
        }
        if (trouble instanceof SSLException) {
            return "the encrypted connection failed: " + trouble.getMessage();
        }
        if (trouble instanceof ClientProtocolException) {
            return "what answers does not speak HTTP";
        }
        return trouble instanceof InterruptedIOException
                ? "the server fell silent"
                : "reading failed: " + trouble.getMessage();
    }
}
