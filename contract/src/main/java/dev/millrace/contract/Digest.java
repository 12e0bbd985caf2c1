package dev.millrace.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest in its wire form, {@code sha256:} and 64 lower-case hexadecimal digits.
 *
 * @param value the wire form
 */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

    /** @throws IllegalArgumentException if {@code value} is not a digest's wire form */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Digest {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a digest (sha256: and 64 hexadecimal digits): " + value);
        }
    }

    /** The digest whose 32 bytes are given. */
    public static Digest ofHash(byte[] hash) {
        return new Digest(PREFIX + HexFormat.of().formatHex(hash));
    }

    /** The digest with these 64 hexadecimal digits. */
    public static Digest ofHex(String hex) {
        return new Digest(PREFIX + hex);
    }

    /** The digest of the given content. */
    public static Digest of(byte[] content) {
        return ofHash(sha256().digest(content));
    }

    /** The digest of a text's UTF-8 bytes. */
    public static Digest of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** A fresh SHA-256, which every Java run time has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The 64 hexadecimal digits without the algorithm. */
    public String hex() {
        return value.substring(PREFIX.length());
    }

    /** The first ten digits: enough for a person or an object's name, never for identity. */
    public String abbreviated() {
        return hex().substring(0, 10);
    }

    /** The 32 bytes. */
    public byte[] hash() {
        return HexFormat.of().parseHex(hex());
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
