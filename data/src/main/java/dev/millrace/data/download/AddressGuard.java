package dev.millrace.data.download;

import dev.millrace.contract.network.Network;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.contract.report.StepException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks host names up and lets none through that leads where sources must not reach.
 *
 * <p>The client connects to the very addresses that were checked, at each connection and so after each redirect: a name that is
 * looked up again with another answer gains nothing.
 */
public final class AddressGuard implements DnsResolver {
    private final NetworkRules rules;
    private final Lookup lookup;

    public AddressGuard(NetworkRules rules, Lookup lookup) {
        this.rules = rules;
        this.lookup = lookup;
    }

    /** The system's names, or those of a test. */
    @FunctionalInterface
    public interface Lookup {
        /** All addresses of a host, given by name or as numbers. */
        InetAddress[] all(String host) throws UnknownHostException;
    }

    /**
     * The addresses of a host.
     *
     * @throws StepException if one of them may not be reached
     */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = lookup.all(host);
        for (InetAddress address : addresses) {
            Optional<Network> refusal = rules.refusal(address);
            if (refusal.isPresent()) {
                String shown = address.getHostAddress();
                throw StepException.badInput("spec.source: " + (host.equals(shown) ? host : host + " (" + shown + ")")
                        + " lies in " + refusal.get()
                        + ", which sources may not be read from: use a public address, or ask an administrator to allow it"
                        + " (the operator's --allow-source-networks).");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
