package dev.millrace.local.apiserver.storage;

/** The object is not, or no longer, what the writer took it to be: somebody else was faster. */
public final class Stale extends Exception {
    private static final long serialVersionUID = 1;

    Stale(String resource, ObjectKey key) {
        super(resource + " " + key, null, false, false);
    }
}
