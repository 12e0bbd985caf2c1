package dev.millrace.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The types of columns. */
public enum ColumnType {
    /** IEEE 754 binary64. */
    @JsonProperty("number")
    NUMBER,
    /** Signed 64 bits. */
    @JsonProperty("integer")
    INTEGER,
    /** One of a limited set of texts. */
    @JsonProperty("category")
    CATEGORY,
    @JsonProperty("boolean")
    BOOLEAN,
    /** Microseconds since 1970-01-01T00:00:00Z. */
    @JsonProperty("timestamp")
    TIMESTAMP,
    /** Free text. */
    @JsonProperty("text")
    TEXT;

    /** Its name as people write it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether values are amounts, with sums and distances: numbers and integers. */
    public boolean isNumeric() {
        return this == NUMBER || this == INTEGER;
    }

    /** Whether values are kept as the texts that they come as. */
    public boolean isText() {
        return this == CATEGORY || this == TEXT;
    }
}
