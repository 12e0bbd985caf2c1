package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The formats that can be read. */
public enum DataFormat {
    @JsonProperty("csv")
    CSV,
    @JsonProperty("parquet")
    PARQUET,
    @JsonProperty("jsonl")
    JSON_LINES
}
