package dev.millrace.local.apiserver.storage;

import java.util.Comparator;

/** The name of an object among those of its resource; the namespace is empty where the resource has none. Ordered as lists are. */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {
    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
