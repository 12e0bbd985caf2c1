package dev.millrace.local.apiserver.object;

import java.util.List;

/** What happens to fields that the schema does not know, or that come twice. */
public enum FieldValidation {
    IGNORE,
    WARN,
    STRICT;

    /** What the parameter may be. */
    public static final List<String> SUPPORTED = List.of("", "Ignore", "Strict", "Warn");

    /** The parameter's value; nothing is {@code Warn}. */
    public static FieldValidation of(String text) {
        return switch (text) {
            case "", "Warn" -> WARN;
            case "Ignore" -> IGNORE;
            case "Strict" -> STRICT;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
