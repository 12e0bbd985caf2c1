package dev.millrace.data.engine;

/** DuckDB refused a statement. Who knows what was read makes a sentence for people of it; else it is a defect. */
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String words;

    QueryException(String words, Throwable cause) {
        super(words, cause);
        this.words = words;
    }

    /** What DuckDB says: the kind of error, a colon, details on several lines. */
    public String words() {
        return words;
    }
}
