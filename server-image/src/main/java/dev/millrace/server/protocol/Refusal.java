package dev.millrace.server.protocol;

/** Why a request was not answered with a prediction: the {@code reason} label of the error counter, and the HTTP status. */
public enum Refusal {
    MALFORMED_JSON("malformed_json", 400),
    NOT_UTF8("not_utf8", 400),
    UNKNOWN_FIELD("unknown_field", 400),
    UNKNOWN_INPUT("unknown_input", 400),
    MISSING_INPUT("missing_input", 400),
    DUPLICATE_INPUT("duplicate_input", 400),
    UNKNOWN_OUTPUT("unknown_output", 400),
    WRONG_DATATYPE("wrong_datatype", 400),
    WRONG_SHAPE("wrong_shape", 400),
    WRONG_VALUE("wrong_value", 400),
    MISSING_VALUE("missing_value", 400),
    NOT_FINITE("not_finite", 400),
    TOO_MANY_ROWS("too_many_rows", 400),
    NOT_SUPPORTED("not_supported", 400),
    NO_PREDICTION("no_prediction", 400),
    INCOMPLETE_BODY("incomplete_body", 400),
    NOT_FOUND("not_found", 404),
    METHOD_NOT_ALLOWED("method_not_allowed", 405),
    TOO_SLOW("too_slow", 408),
    TOO_LARGE("too_large", 413),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415),
    INTERNAL("internal", 500),
    OVERLOADED("overloaded", 503),
    NOT_READY("not_ready", 503);

    private final String label;
    private final int status;

    Refusal(String label, int status) {
        this.label = label;
        this.status = status;
    }

    public String label() {
        return label;
    }

    public int status() {
        return status;
    }
}
