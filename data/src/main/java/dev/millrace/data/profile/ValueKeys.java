package dev.millrace.data.profile;

import dev.millrace.contract.ColumnType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Numbers, integers, booleans and timestamps as 64-bit integers that have the values' order, and back. */
public final class ValueKeys {
    private ValueKeys() {}

    /** A double as an integer of the same order; −0 is 0. */
    public static long key(double value) {
        long bits = value == 0 ? 0 : Double.doubleToLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The number that a key stands for; integers beyond 2^53 are rounded. */
    static double number(long key, ColumnType type) {
        return type == ColumnType.NUMBER ? Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE)) : (double) key;
    }

    /** A number as people write it. */
    static String text(long key, ColumnType type) {
        return switch (type) {
            case NUMBER -> Double.toString(number(key, type));
            case BOOLEAN -> key == 0 ? "false" : "true";
            case TIMESTAMP -> Instant.EPOCH.plus(key, ChronoUnit.MICROS).toString();
            case INTEGER, CATEGORY, TEXT -> Long.toString(key);
        };
    }
}
