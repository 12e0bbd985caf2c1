package dev.millrace.local.node.container;

/** A container whose process cannot be started. The message is what a container runtime says. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStartException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return "unable to start container process: " + super.getMessage();
    }
}
