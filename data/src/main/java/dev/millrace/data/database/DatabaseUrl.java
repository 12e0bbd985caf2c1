package dev.millrace.data.database;

import dev.millrace.contract.report.StepException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL taken apart: one host, one database, and parameters of a list. Drivers know hundreds of parameters, of which some load classes, read
 * files or write logs, so no text of the URL reaches them but these parts.
 *
 * @param product what answers there
 * @param parameters of the product's list, with values of their forms
 */
record DatabaseUrl(Product product, String host, int port, String database, Map<String, String> parameters) {
    private static final Pattern FORM = Pattern.compile("jdbc:([a-z]+)://([^/?#]*)(?:/([^?#]*))?(?:[?]([^#]*))?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9.])?)(?::([0-9]{1,5}))?");
    private static final Pattern DATABASE = Pattern.compile("[-A-Za-z0-9_$.]{1,64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,40}");

    /**
     * Takes a URL apart.
     *
     * @throws StepException if it is not of that form; the message has nothing of it but a parameter's name
     */
    static DatabaseUrl parse(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw notOfForm();
        }
        Product product = Product.ofScheme(form.group(1)).orElseThrow(DatabaseUrl::notOfForm);
        String authority = form.group(2);
        if (authority.contains("@")) {
            throw problem("has a user or password in it: they belong into the keys user and password.");
        }
        if (authority.contains(",") || authority.contains("(")) {
            throw problem("names several hosts: give the one to read from.");
        }
        Matcher host = AUTHORITY.matcher(authority);
        if (!host.matches()) {
            throw problem("has no host, or one that is no name or address: write jdbc:" + form.group(1)
                    + "://host:port/database.");
        }
        return new DatabaseUrl(
                product,
                host.group(1).replaceAll("[\\[\\]]", ""),
                port(host.group(2), product),
                database(form.group(3)),
                parameters(form.group(4), product));
    }

    private static int port(String digits, Product product) {
        int port = digits == null ? product.port() : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw problem("has a port that there is not.");
        }
        return port;
    }

    private static String database(String name) {
        if (name == null || !DATABASE.matcher(name).matches()) {
            throw problem(
                    "has no name of a database after the host, or one with characters other than letters, digits and _$.-");
        }
        return name;
    }

    private static Map<String, String> parameters(String text, Product product) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (text == null || text.isEmpty()) {
            return parameters;
        }
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String shown = NAME.matcher(name).matches() ? "the parameter " + name : "a parameter";
            if (name.equalsIgnoreCase("user") || name.equalsIgnoreCase("password")) {
                throw problem("has " + shown + ": user and password belong into the keys of these names.");
            }
            Pattern value = product.parameters().get(name);
            if (value == null) {
                throw problem("has " + shown + ", which is not allowed; these are: "
                        + String.join(", ", new TreeSet<>(product.parameters().keySet())) + ".");
            }
            if (equals < 0 || !value.matcher(part.substring(equals + 1)).matches()) {
                throw problem("has " + shown + " with a value that it cannot have: it is to match " + value + ".");
            }
            if (parameters.put(name, part.substring(equals + 1)) != null) {
                throw problem("has " + shown + " twice.");
            }
        }
        return parameters;
    }

    private static StepException notOfForm() {
        return problem("is not of the form jdbc:postgresql://host:port/database, jdbc:mariadb://… or jdbc:mysql://….");
    }

    private static StepException problem(String what) {
        return DatabaseLogin.problem("the key url of the Secret " + what);
    }

    /** For a driver that takes the parameters apart from it. */
    String withoutParameters(String scheme) {
        String authority = host.contains(":") ? "[" + host + "]" : host;
        return "jdbc:" + scheme + "://" + authority + ":" + port + "/" + database;
    }

    /** Where that is, for people. */
    String place() {
        return host + ":" + port;
    }
}
