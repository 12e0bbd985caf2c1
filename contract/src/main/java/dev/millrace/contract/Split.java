package dev.millrace.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The part of a data version that a row belongs to. */
public enum Split {
    @JsonProperty("train")
    TRAIN(1, "train"),
    @JsonProperty("validation")
    VALIDATION(2, "validation"),
    @JsonProperty("test")
    TEST(3, "test");

    /** The byte of rows in no split in the splits blob. */
    public static final byte NONE = 0;

    private final byte code;
    private final String wireName;

    Split(int code, String wireName) {
        this.code = (byte) code;
        this.wireName = wireName;
    }

    /** The byte of this split's rows in the splits blob. */
    public byte code() {
        return code;
    }

    /** Its name as people write it. */
    public String wireName() {
        return wireName;
    }
}
