package dev.millrace.local.event;

/**
 * Who tells of an event.
 *
 * @param component such as {@code kubelet}
 * @param host the node, where it is one; empty: none
 */
public record Source(String component, String host) {
    /** A part that runs on no node in particular. */
    public static Source of(String component) {
        return new Source(component, "");
    }
}
