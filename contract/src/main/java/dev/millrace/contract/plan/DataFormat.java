package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;

/** The formats that can be read. */
public enum DataFormat {
    @JsonProperty("csv")
    CSV,
    @JsonProperty("parquet")
    PARQUET,
    @JsonProperty("jsonl")
    JSON_LINES;

    /**
     * The format that a file's name tells, in upper or lower case.
     *
     * @param name or path; it may end with that of a compression, {@code .gz} or {@code .zst}
     */
    public static Optional<DataFormat> ofName(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        if (plain.endsWith(".csv")) {
            return Optional.of(CSV);
        }
        if (plain.endsWith(".parquet")) {
            return Optional.of(PARQUET);
        }
        return plain.endsWith(".jsonl") || plain.endsWith(".ndjson") ? Optional.of(JSON_LINES) : Optional.empty();
    }
}
