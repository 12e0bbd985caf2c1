package dev.millrace.data.database;

import dev.millrace.contract.report.StepException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a Secret says of a database.
 *
 * @param url of JDBC, whose parameters may say more than a message should
 * @param password empty where the database asks for none
 */
public record DatabaseLogin(String url, String user, String password) {
    /** The field that names the Secret. */
    static final String FIELD = "spec.source.jdbc.secretRef";

    /**
     * Reads a mounted Secret: a file a key. A line break at a value's end, which editors leave, is none of it.
     *
     * @throws StepException if a key is missing or empty
     */
    public static DatabaseLogin read(Path folder) throws IOException {
        return new DatabaseLogin(required(folder, "url"), required(folder, "user"), value(folder, "password"));
    }

    private static String required(Path folder, String key) throws IOException {
        String value = value(folder, key).strip();
        if (value.isEmpty()) {
            throw problem("the key " + key + " of the Secret is empty.");
        }
        return value;
    }

    private static String value(Path folder, String key) throws IOException {
        Path file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            throw problem("the Secret has no key " + key + ": it needs url, user and password.");
        }
        return Files.readString(file).replaceFirst("[\r\n]+$", "");
    }

    static StepException problem(String what) {
        return StepException.badInput(FIELD + ": " + what);
    }

    /** Nothing of it: what is logged or quoted by mistake tells nobody anything. */
    @Override
    public String toString() {
        return "DatabaseLogin[]";
    }
}
