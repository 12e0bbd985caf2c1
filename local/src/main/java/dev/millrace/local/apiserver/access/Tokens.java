package dev.millrace.local.apiserver.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.storage.ObjectKey;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of service accounts: JSON web tokens, signed with a key that is made anew at each start. A token ends with its time, with its
 * account, and with this process.
 */
public final class Tokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";

    private final Store store;
    private final Clock clock;
    private final SecretKeySpec key;

    public Tokens(Store store, Clock clock) {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        this.store = store;
        this.clock = clock;
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** A token for an account that is there. */
    String issue(StoredObject account, List<String> audiences, Instant expires) {
        ObjectNode claims = Documents.object();
        claims.put("iss", ISSUER);
        claims.put(
                "sub",
                "system:serviceaccount:" + account.key().namespace() + ":"
                        + account.key().name());
        audiences.forEach(claims.putArray("aud")::add);
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("exp", expires.getEpochSecond());
        ObjectNode of = claims.putObject("kubernetes.io");
        of.put("namespace", account.key().namespace());
        of.putObject("serviceaccount").put("name", account.key().name()).put("uid", account.uid());
        String head =
                encoded(Documents.write(Documents.object().put("alg", "HS256").put("typ", "JWT")));
        String signed = head + "." + encoded(Documents.write(claims));
        return signed + "." + encoded(signature(signed));
    }

    static List<String> defaultAudiences() {
        return List.of(ISSUER);
    }

    /** Whose token it is, or null where it is none, or no more. */
    @Nullable
    User verify(String token) {
        int dot = token.lastIndexOf('.');
        if (dot < 0 || !isSigned(token.substring(0, dot), token.substring(dot + 1))) {
            return null;
        }
        JsonNode claims;
        try {
            claims = Documents.JSON.readTree(
                    Base64.getUrlDecoder().decode(token.substring(token.indexOf('.') + 1, dot)));
        } catch (IOException e) {
            return null;
        }
        JsonNode of = claims.path("kubernetes.io");
        String namespace = of.path("namespace").asText();
        String name = of.path("serviceaccount").path("name").asText();
        String uid = of.path("serviceaccount").path("uid").asText();
        StoredObject account = store.resource("serviceaccounts").get(new ObjectKey(namespace, name));
        boolean lives = account != null
                && account.uid().equals(uid)
                && clock.instant().getEpochSecond() < claims.path("exp").asLong();
        return lives ? User.serviceAccount(namespace, name, uid) : null;
    }

    private boolean isSigned(String signed, String signature) {
        try {
            return MessageDigest.isEqual(
                    signature(signed), Base64.getUrlDecoder().decode(signature));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private byte[] signature(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + ALGORITHM, e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
