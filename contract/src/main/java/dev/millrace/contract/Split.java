package dev.millrace.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The part of a data version that a row belongs to. */
public enum Split {
    @JsonProperty("train")
    TRAIN(1),
    @JsonProperty("validation")
    VALIDATION(2),
    @JsonProperty("test")
    TEST(3);

    /** The byte of rows in no split in the splits blob. */
    public static final byte NONE = 0;

    private final byte code;

    Split(int code) {
        this.code = (byte) code;
    }

    /** The byte of this split's rows in the splits blob. */
    public byte code() {
        return code;
    }
}
