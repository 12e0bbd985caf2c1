package dev.millrace.data.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB refused a statement. Who knows what was read makes a sentence for people of it; else it is a defect. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Pattern KIND = Pattern.compile("^[A-Z][A-Za-z ]*(Error|Exception)(?=:)");

    private final String words;

    QueryException(String words, Throwable cause) {
        super(words, cause);
        this.words = words;
    }

    /** The kind of error, in DuckDB's words: they say nothing of the rows. */
    public String kind() {
        Matcher kind = KIND.matcher(words);
        return kind.find() ? kind.group() : "Error of DuckDB";
    }

    /** What DuckDB says: the kind of error, a colon, details on several lines. */
    public String words() {
        return words;
    }
}
