package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a data test that does not hold means for the version. */
public enum Severity {
    /** Nothing trains on it. */
    @JsonProperty("Fail")
    FAIL,
    /** It is told. */
    @JsonProperty("Warn")
    WARN
}
