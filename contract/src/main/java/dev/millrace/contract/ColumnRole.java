package dev.millrace.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a column is for. */
public enum ColumnRole {
    @JsonProperty("feature")
    FEATURE,
    @JsonProperty("label")
    LABEL,
    /** Names the thing that the row is about: never a feature, keeps rows of one thing in one split. */
    @JsonProperty("key")
    KEY,
    @JsonProperty("time")
    TIME,
    @JsonProperty("ignore")
    IGNORE
}
