package dev.millrace.server.protocol;

/**
 * A request that is not answered with a prediction. The message is for the caller: the field, what is wrong with it, and what would be
 * right. It has no stack trace: wrong requests are ordinary, and must stay cheap.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;
    private final String detail;

    public RefusedException(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
        this.detail = message;
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The message; never null, unlike {@link #getMessage}. */
    public String detail() {
        return detail;
    }

    /** The same with the place in the request in front. */
    RefusedException at(String place) {
        return new RefusedException(refusal, place + ": " + detail);
    }
}
