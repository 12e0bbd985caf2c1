package dev.millrace.local.apiserver.access;

import java.util.ArrayList;
import java.util.List;

/** Who asks. */
public record User(String name, String uid, List<String> groups) {
    static final String MASTERS = "system:masters";
    static final String AUTHENTICATED = "system:authenticated";
    private static final String ACCOUNT = "system:serviceaccount:";

    /** Whoever reaches this server and says nothing of themselves: it listens on the loopback address alone. */
    public static User owner() {
        return new User("kubernetes-admin", "", List.of(MASTERS, AUTHENTICATED));
    }

    static User serviceAccount(String namespace, String name, String uid) {
        return new User(
                ACCOUNT + namespace + ":" + name,
                uid,
                List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace, AUTHENTICATED));
    }

    /** Somebody whom the owner speaks for. */
    static User named(String name, List<String> groups) {
        if (groups.isEmpty() && name.startsWith(ACCOUNT)) {
            String[] parts = name.substring(ACCOUNT.length()).split(":", 2);
            return parts.length == 2 ? serviceAccount(parts[0], parts[1], "") : new User(name, "", List.of());
        }
        List<String> all = new ArrayList<>(groups);
        if (!all.contains(AUTHENTICATED)) {
            all.add(AUTHENTICATED);
        }
        return new User(name, "", List.copyOf(all));
    }

    boolean mayEverything() {
        return groups.contains(MASTERS);
    }
}
