package dev.millrace.server.inference;

/** The stored model cannot be served. The message completes the sentence "model sha256:… is refused: ". */
public final class ModelRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelRefusedException(String message) {
        super(message);
    }

    public ModelRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
