package dev.millrace.server.protocol;

import dev.millrace.contract.ColumnType;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tensor datatypes of the protocol, by their wire names. */
public enum Datatype {
    BOOL(Family.BOOLEAN, 0, 1),
    UINT8(Family.INTEGER, 0, 255),
    UINT16(Family.INTEGER, 0, 65_535),
    UINT32(Family.INTEGER, 0, 4_294_967_295L),
    UINT64(Family.INTEGER, 0, Long.MAX_VALUE),
    INT8(Family.INTEGER, Byte.MIN_VALUE, Byte.MAX_VALUE),
    INT16(Family.INTEGER, Short.MIN_VALUE, Short.MAX_VALUE),
    INT32(Family.INTEGER, Integer.MIN_VALUE, Integer.MAX_VALUE),
    INT64(Family.INTEGER, Long.MIN_VALUE, Long.MAX_VALUE),
    FP32(Family.FLOAT, 0, 0),
    FP64(Family.FLOAT, 0, 0),
    BYTES(Family.TEXT, 0, 0);

    private static final Map<String, Datatype> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Datatype::name, Function.identity()));

    private final Family family;
    private final long min;
    private final long max;

    Datatype(Family family, long min, long max) {
        this.family = family;
        this.min = min;
        this.max = max;
    }

    enum Family {
        BOOLEAN,
        INTEGER,
        FLOAT,
        TEXT
    }

    Family family() {
        return family;
    }

    /** Smallest value of an integer datatype. */
    long min() {
        return min;
    }

    /** Largest value of an integer datatype; of UINT64 only the half that a column's 64 bits can hold. */
    long max() {
        return max;
    }

    /** The datatype of that wire name, or null: FP16 and BF16 have no JSON form of their own and are not taken. */
    static @Nullable Datatype of(String name) {
        return BY_NAME.get(name);
    }

    /** What the metadata say about a column, and what a value in a JSON row is read as. */
    static Datatype of(ColumnType type) {
        return switch (type) {
            case NUMBER -> FP64;
            case INTEGER, TIMESTAMP -> INT64;
            case BOOLEAN -> BOOL;
            case CATEGORY, TEXT -> BYTES;
        };
    }

    /** Whether tensors of this datatype can bring values for a column: each single value must then fit without loss. */
    boolean suits(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER -> family == Family.INTEGER || family == Family.FLOAT;
            case TIMESTAMP -> family == Family.INTEGER || family == Family.FLOAT || family == Family.TEXT;
            case BOOLEAN -> family == Family.BOOLEAN || family == Family.INTEGER;
            case CATEGORY, TEXT -> family == Family.TEXT;
        };
    }
}
