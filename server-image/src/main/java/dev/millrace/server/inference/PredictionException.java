package dev.millrace.server.inference;

/** The graph failed on columns that were checked: a defect of the model or of the server, not of the request. */
public final class PredictionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PredictionException(String message, Throwable cause) {
        super(message, cause);
    }
}
