package dev.millrace.data.engine;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as they stand in SQL. */
public final class Sql {
    private Sql() {}

    /** A column's or table's name in quotes: any text will do. */
    public static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text literal. */
    public static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A list of files as a reader's argument. Characters that would be globs are taken as they are. */
    public static String files(Collection<Path> files) {
        return files.stream().map(file -> text(literally(file.toString()))).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String literally(String path) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '*' || c == '?' || c == '[') {
                escaped.append('[').append(c).append(']');
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
