package dev.millrace.local.node.image;

/** An image that this node does not have and cannot fetch. The message is what a kubelet repeats. */
public final class ImageMissingException extends Exception {
    private static final long serialVersionUID = 1;

    public ImageMissingException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
