package dev.millrace.local.apiserver.object;

import dev.millrace.local.apiserver.failure.Refused;

/** What happens to fields that the schema does not know, or that come twice. */
public enum FieldValidation {
    IGNORE,
    WARN,
    STRICT;

    /** The parameter's value; nothing is {@code Warn}. */
    public static FieldValidation of(String text) {
        return switch (text) {
            case "", "Warn" -> WARN;
            case "Ignore" -> IGNORE;
            case "Strict" -> STRICT;
            default -> throw Refused.badRequest("fieldValidation parameter unsupported: " + text);
        };
    }
}
