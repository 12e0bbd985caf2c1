package dev.millrace.data.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Properties;
import jdk.net.ExtendedSocketOptions;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.util.ConfigurableSocketFactory;
import org.postgresql.PGProperty;

/**
 * Sockets that connect to one address, whatever address the driver has found under the host's name: the one that was checked. Drivers make it by its
 * name; TLS still checks the certificate for the host.
 *
 * <p>A peer that is gone without a word is noticed in two minutes, however long a query may be silent.
 */
public final class PinnedSockets extends ConfigurableSocketFactory {
    /** The property with the address in MariaDB's connector. */
    static final String ADDRESS = "pinnedAddress";

    private static final int IDLE_SECONDS = 60;
    private static final int INTERVAL_SECONDS = 10;
    private static final int PROBES = 6;

    private String address;

    /** For MariaDB's connector, which calls {@link #setConfiguration} next. */
    public PinnedSockets() {
        this.address = "";
    }

    /** For PostgreSQL's driver. */
    public PinnedSockets(Properties properties) {
        this.address = String.valueOf(PGProperty.SOCKET_FACTORY_ARG.getOrDefault(properties));
    }

    @Override
    public void setConfiguration(Configuration configuration, String host) {
        address = configuration.nonMappedOptions().getProperty(ADDRESS, "");
    }

    @Override
    public Socket createSocket() throws IOException {
        if (address.isEmpty()) {
            throw new SocketException("no address was checked");
        }
        Socket socket = new PinnedSocket(InetAddress.getByName(address));
        socket.setKeepAlive(true);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, IDLE_SECONDS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, INTERVAL_SECONDS);
        socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unpinned();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unpinned();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unpinned();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unpinned();
    }

    private static SocketException unpinned() {
        return new SocketException("sockets are made without an address, and get the one that was checked");
    }

    private static final class PinnedSocket extends Socket {
        private final InetAddress address;

        PinnedSocket(InetAddress address) {
            this.address = address;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            super.connect(new InetSocketAddress(address, ((InetSocketAddress) endpoint).getPort()), timeout);
        }
    }
}
