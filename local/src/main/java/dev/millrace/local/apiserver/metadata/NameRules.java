package dev.millrace.local.apiserver.metadata;

import dev.millrace.local.apiserver.failure.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** The shapes that names have, with what Kubernetes says of others. */
public final class NameRules {
    private static final int LABEL_LENGTH = 63;
    private static final int SUBDOMAIN_LENGTH = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern QUALIFIED = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Pattern PATH_SEGMENT = Pattern.compile("[^/%]+");

    /** What an object's name may be. */
    public enum Form {
        SUBDOMAIN,
        LABEL,
        SERVICE,
        /** Names of roles: whatever fits into a path. */
        PATH_SEGMENT
    }

    private NameRules() {}

    /** What is wrong with a name. */
    public static List<Problem> check(Form form, String name, String path) {
        return switch (form) {
            case LABEL -> label(name, path);
            case SERVICE -> service(name, path);
            case SUBDOMAIN -> subdomain(name, path);
            case PATH_SEGMENT ->
                PATH_SEGMENT.matcher(name).matches() && !name.equals(".") && !name.equals("..")
                        ? List.of()
                        : List.of(Problem.invalid(path, name, "may not contain '/' or '%', nor be '.' or '..'"));
        };
    }

    /** RFC 1123 label. */
    public static List<Problem> label(String name, String path) {
        if (name.isEmpty()) {
            return List.of(Problem.required(path, ""));
        }
        if (name.length() > LABEL_LENGTH) {
            return List.of(Problem.invalid(path, name, "must be no more than 63 characters"));
        }
        return LABEL.matcher(name).matches()
                ? List.of()
                : List.of(Problem.invalid(
                        path,
                        name,
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start"
                                + " and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for"
                                + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"));
    }

    private static List<Problem> service(String name, String path) {
        if (name.length() > LABEL_LENGTH) {
            return List.of(Problem.invalid(path, name, "must be no more than 63 characters"));
        }
        return SERVICE.matcher(name).matches()
                ? List.of()
                : List.of(Problem.invalid(
                        path,
                        name,
                        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic"
                                + " character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used"
                                + " for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"));
    }

    /** RFC 1123 subdomain. */
    public static List<Problem> subdomain(String name, String path) {
        if (name.length() > SUBDOMAIN_LENGTH) {
            return List.of(Problem.invalid(path, name, "must be no more than 253 characters"));
        }
        return SUBDOMAIN.matcher(name).matches()
                ? List.of()
                : List.of(Problem.invalid(
                        path,
                        name,
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must"
                                + " start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
    }

    /** The key of a label or an annotation: {@code [prefix/]name}. */
    public static List<Problem> key(String key, String path) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        String prefix = slash < 0 ? "" : key.substring(0, slash);
        if (slash == 0) {
            return List.of(Problem.invalid(path, key, "prefix part must be non-empty"));
        }
        if (!prefix.isEmpty() && !SUBDOMAIN.matcher(prefix).matches()) {
            return List.of(Problem.invalid(
                    path,
                    key,
                    "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.',"
                            + " and must start and end with an alphanumeric character (e.g. 'example.com', regex used for"
                            + " validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"));
        }
        if (name.isEmpty()) {
            return List.of(Problem.invalid(path, key, "name part must be non-empty"));
        }
        if (name.length() > LABEL_LENGTH) {
            return List.of(Problem.invalid(path, key, "name part must be no more than 63 characters"));
        }
        return QUALIFIED.matcher(name).matches()
                ? List.of()
                : List.of(Problem.invalid(
                        path,
                        key,
                        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                                + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation"
                                + " is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"));
    }

    /** The value of a label. */
    public static List<Problem> value(String value, String path) {
        if (value.length() > LABEL_LENGTH) {
            return List.of(Problem.invalid(path, value, "must be no more than 63 characters"));
        }
        return VALUE.matcher(value).matches()
                ? List.of()
                : List.of(Problem.invalid(
                        path,
                        value,
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must"
                                + " start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345',"
                                + " regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
    }
}
