package dev.millrace.local.apiserver.failure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field, in the words of Kubernetes.
 *
 * @param path such as {@code spec.columns[0].name}
 */
public record Problem(Type type, String path, String message) {
    private static final String NO_PATH = "<nil>";

    /** Of the whole object the path is empty. */
    public Problem {
        message = path.isEmpty() && message.startsWith(": ") ? NO_PATH + message : message;
    }

    private static final int SHOWN = 512;

    /** The sorts of problems, as the causes of a Status name them. */
    public enum Type {
        REQUIRED("FieldValueRequired"),
        INVALID("FieldValueInvalid"),
        TYPE_INVALID("FieldValueTypeInvalid"),
        NOT_SUPPORTED("FieldValueNotSupported"),
        DUPLICATE("FieldValueDuplicate"),
        FORBIDDEN("FieldValueForbidden"),
        TOO_LONG("FieldValueTooLong"),
        TOO_MANY("FieldValueTooMany"),
        NOT_FOUND("FieldValueNotFound");

        private final String wire;

        Type(String wire) {
            this.wire = wire;
        }
    }

    public static Problem required(String path, String detail) {
        return new Problem(Type.REQUIRED, path, path + ": Required value" + (detail.isEmpty() ? "" : ": " + detail));
    }

    /** With the value as Go prints it: strings quoted, {@code null}, numbers, objects as JSON. */
    public static Problem invalid(String path, @Nullable JsonNode value, String detail) {
        return new Problem(Type.INVALID, path, path + ": Invalid value: " + shown(value) + ": " + detail);
    }

    public static Problem invalid(String path, String value, String detail) {
        return new Problem(Type.INVALID, path, path + ": Invalid value: " + quoted(value) + ": " + detail);
    }

    /** With words in place of the value. */
    public static Problem invalidLiteral(String path, String literal, String detail) {
        return new Problem(Type.INVALID, path, path + ": Invalid value: " + literal + ": " + detail);
    }

    public static Problem typeInvalid(String path, String shown, String detail) {
        return new Problem(Type.TYPE_INVALID, path, path + ": Invalid value: " + shown + ": " + detail);
    }

    public static Problem notSupported(String path, @Nullable JsonNode value, Collection<String> supported) {
        String values = supported.stream().map(Problem::quoted).collect(Collectors.joining(", "));
        return new Problem(
                Type.NOT_SUPPORTED,
                path,
                path + ": Unsupported value: " + shown(value) + ": supported values: " + values);
    }

    public static Problem duplicate(String path, JsonNode value) {
        return new Problem(Type.DUPLICATE, path, path + ": Duplicate value: " + shown(value));
    }

    public static Problem forbidden(String path, String detail) {
        return new Problem(Type.FORBIDDEN, path, path + ": Forbidden: " + detail);
    }

    public static Problem tooLong(String path, long limit) {
        return new Problem(Type.TOO_LONG, path, path + ": Too long: may not be more than " + limit + " bytes");
    }

    public static Problem tooMany(String path, long actual, long limit) {
        return new Problem(
                Type.TOO_MANY, path, path + ": Too many: " + actual + ": must have at most " + limit + " items");
    }

    public static Problem notFound(String path, JsonNode value) {
        return new Problem(Type.NOT_FOUND, path, path + ": Not found: " + shown(value));
    }

    /** Whether rules that look at several fields make no sense any more. */
    public boolean blocks() {
        return switch (type) {
            case REQUIRED, NOT_SUPPORTED, TOO_LONG, TOO_MANY, TYPE_INVALID -> true;
            case INVALID, DUPLICATE, FORBIDDEN, NOT_FOUND -> false;
        };
    }

    Refused.Cause cause() {
        String field = path.isEmpty() ? NO_PATH : path;
        String text = message.startsWith(field + ": ") ? message.substring(field.length() + 2) : message;
        return new Refused.Cause(type.wire, text, field);
    }

    private static String shown(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "null";
        }
        if (value.isTextual()) {
            return quoted(value.textValue());
        }
        String text = value.isFloatingPointNumber() ? number(value.asDouble()) : value.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** As Go prints it: with an exponent from 1e21 on. */
    private static String number(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent < 21 && exponent >= -4) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().toString();
        String rest = digits.length() > 1 ? "." + digits.substring(1) : "";
        return digits.charAt(0) + rest + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String quoted(String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        return "\"" + shown.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
