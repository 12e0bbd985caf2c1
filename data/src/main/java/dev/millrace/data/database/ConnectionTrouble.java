package dev.millrace.data.database;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What the cause of a driver's error tells of the connection, whatever the driver's own words. */
final class ConnectionTrouble {
    private ConnectionTrouble() {}

    /** Empty: no cause that is known. */
    static Optional<Trouble> of(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof SSLPeerUnverifiedException) {
                return Optional.of(Trouble.lastingOfServer(
                        "has a certificate that is not trusted, or one for other hosts: let it have one of an authority that"
                                + " Java trusts, for the host of the URL, or ask for TLS without a check."));
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return Optional.of(Trouble.passingOfServer("takes no connections."));
            }
            if (cause instanceof SocketTimeoutException) {
                return Optional.of(Trouble.passingOfServer(
                        "did not answer in time; does a firewall or a NetworkPolicy drop the connection?"));
            }
            if (cause instanceof SSLException) {
                return Optional.of(Trouble.passingOfServer("broke the encrypted connection off."));
            }
        }
        return Optional.empty();
    }

    /** Of an error of SQLSTATE class 08 with no other cause. */
    static Trouble cut() {
        return Trouble.passingOfServer("cut the connection.");
    }
}
