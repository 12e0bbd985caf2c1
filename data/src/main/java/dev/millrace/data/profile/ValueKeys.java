package dev.millrace.data.profile;

import dev.millrace.contract.ColumnType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Numbers as eight bytes whose unsigned order is the numbers' own, and back. */
final class ValueKeys {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ValueKeys() {}

    static void write(long value, byte[] target) {
        LONG.set(target, 0, value ^ Long.MIN_VALUE);
    }

    /** −0 is 0. */
    static void write(double value, byte[] target) {
        long bits = value == 0 ? 0 : Double.doubleToLongBits(value);
        write(bits ^ ((bits >> 63) & Long.MAX_VALUE), target);
    }

    private static long integer(byte[] key) {
        return (long) LONG.get(key, 0) ^ Long.MIN_VALUE;
    }

    /** A key's value as a number; integers beyond 2^53 are rounded. */
    static double number(byte[] key, ColumnType type) {
        long value = integer(key);
        return type == ColumnType.NUMBER
                ? Double.longBitsToDouble(value ^ ((value >> 63) & Long.MAX_VALUE))
                : (double) value;
    }

    /** A key's value as people write it. */
    static String text(byte[] key, ColumnType type) {
        return switch (type) {
            case NUMBER -> Double.toString(number(key, type));
            case INTEGER -> Long.toString(integer(key));
            case BOOLEAN -> integer(key) == 0 ? "false" : "true";
            case TIMESTAMP ->
                Instant.EPOCH.plus(integer(key), ChronoUnit.MICROS).toString();
            case CATEGORY, TEXT -> new String(key, StandardCharsets.UTF_8);
        };
    }
}
