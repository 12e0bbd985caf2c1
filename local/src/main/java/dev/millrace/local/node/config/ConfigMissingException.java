package dev.millrace.local.node.config;

/** What a pod refers to is not there, or has not the key that it names; it may come. The message is what a kubelet repeats. */
public final class ConfigMissingException extends Exception {
    private static final long serialVersionUID = 1;

    public ConfigMissingException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
