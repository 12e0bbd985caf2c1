package dev.millrace.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The part of a data version that a row belongs to. The ordinal plus one is the row's byte in the splits blob; 0 is none. */
public enum Split {
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("validation")
    VALIDATION,
    @JsonProperty("test")
    TEST
}
