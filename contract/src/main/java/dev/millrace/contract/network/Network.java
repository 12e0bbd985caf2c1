package dev.millrace.contract.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IP addresses.
 *
 * @param address the first one
 * @param prefix how many of its bits all have
 */
public record Network(InetAddress address, int prefix) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern CIDR = Pattern.compile("([^/]+)/(\\d{1,3})");

    /**
     * A network in CIDR notation, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Network parse(String cidr) {
        Matcher parts = CIDR.matcher(cidr);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + cidr + "' is not a network such as 10.0.0.0/8 or fd00::/8");
        }
        Network network = new Network(address(parts.group(1), cidr), Integer.parseInt(parts.group(2)));
        byte[] bytes = network.address.getAddress();
        if (network.prefix > bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException("'" + cidr + "' has more than " + bytes.length * Byte.SIZE + " bits");
        }
        for (int bit = network.prefix; bit < bytes.length * Byte.SIZE; bit++) {
            if (bit(bytes, bit)) {
                throw new IllegalArgumentException(
                        "'" + cidr + "' has bits beyond its first " + network.prefix + ", which must be 0");
            }
        }
        return network;
    }

    /** The network of one address. */
    public static Network of(InetAddress address) {
        return new Network(address, address.getAddress().length * Byte.SIZE);
    }

    /** An address that is written as numbers; no name is looked up. */
    private static InetAddress address(String text, String cidr) {
        try {
            if (IPV4.matcher(text).matches() || IPV6.matcher(text).matches()) {
                return InetAddress.getByName(text);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + cidr + "' has no IP address before its slash", e);
        }
        throw new IllegalArgumentException("'" + cidr + "' has no IP address before its slash");
    }

    /** Whether an address is one of the network's. */
    public boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] bytes = other.getAddress();
        if (own.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (bit(own, bit) != bit(bytes, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether another network is a part of this one, and not all of it. */
    public boolean containsPart(Network other) {
        return other.prefix > prefix && contains(other.address);
    }

    private static boolean bit(byte[] bytes, int bit) {
        return ((bytes[bit / Byte.SIZE] >> (Byte.SIZE - 1 - bit % Byte.SIZE)) & 1) != 0;
    }

    @JsonValue
    @Override
    public String toString() {
        return (address instanceof Inet6Address ? compressed(address.getAddress()) : address.getHostAddress()) + "/"
                + prefix;
    }

    /** RFC 5952: the longest run of zeros, of two at least, is left out. */
    private static String compressed(byte[] bytes) {
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < bytes.length; i += 2) {
            groups.append(i == 0 ? "" : ":")
                    .append(Integer.toHexString(((bytes[i] & 0xff) << Byte.SIZE) | (bytes[i + 1] & 0xff)));
        }
        String text = groups.toString();
        String longest = "";
        Matcher zeros = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])").matcher(text);
        while (zeros.find()) {
            longest = zeros.group().length() > longest.length() ? zeros.group() : longest;
        }
        return longest.isEmpty() ? text : text.replaceFirst("(^|:)" + longest + "(:|$)", "::");
    }
}
