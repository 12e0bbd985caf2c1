package dev.millrace.local.node.probe;

/**
 * How one look went.
 *
 * @param healthy whether it went well
 * @param message why not, in the words of a kubelet
 */
public record ProbeResult(boolean healthy, String message) {
    static final ProbeResult HEALTHY = new ProbeResult(true, "");

    static ProbeResult failed(String message) {
        return new ProbeResult(false, message);
    }
}
