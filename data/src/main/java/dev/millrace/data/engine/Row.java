package dev.millrace.data.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of a small result. */
public final class Row {
    private final @Nullable String[] values;

    Row(@Nullable String[] values) {
        this.values = values;
    }

    /** A value that may be null, as text. */
    public @Nullable String nullable(int column) {
        return values[column];
    }

    /** A value as text. */
    public String text(int column) {
        return Objects.requireNonNull(values[column]);
    }

    /** A value as a whole number. */
    public long number(int column) {
        return Long.parseLong(text(column));
    }
}
