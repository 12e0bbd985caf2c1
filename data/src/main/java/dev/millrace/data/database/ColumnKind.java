package dev.millrace.data.database;

import dev.millrace.contract.ColumnType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What kinds of columns databases have, and how a value of each is asked for. */
enum ColumnKind {
    INTEGER(ColumnType.INTEGER, "BIGINT"),
    BOOLEAN(ColumnType.BOOLEAN, "BOOLEAN"),
    /** Numbers of 64 bits, and decimals, which are rounded to the nearest of these. */
    NUMBER(ColumnType.NUMBER, "DOUBLE"),
    /** Numbers of 32 bits: the number itself, not the shortest decimal that stands for it. */
    SINGLE(ColumnType.NUMBER, "FLOAT"),
    /** A moment. */
    INSTANT(ColumnType.TIMESTAMP, "TIMESTAMP"),
    /** A date and time of no zone: taken as UTC's. */
    DATE_TIME(ColumnType.TIMESTAMP, "TIMESTAMP"),
    DATE(ColumnType.TIMESTAMP, "TIMESTAMP"),
    /** A date, with a time or without, that is written as a text of UTC's: drivers take one without a year for null. */
    WRITTEN_TIME(ColumnType.TIMESTAMP, "TIMESTAMP"),
    TEXT(ColumnType.TEXT, "VARCHAR");

    private static final long MICROS_A_SECOND = 1_000_000;

    private final ColumnType type;
    private final String sqlType;

    ColumnKind(ColumnType type, String sqlType) {
        this.type = type;
        this.sqlType = sqlType;
    }

    /** The type of what is kept of it. */
    ColumnType type() {
        return type;
    }

    /** The type's name in DuckDB. */
    String sqlType() {
        return sqlType;
    }

    /** A number; whether it is null, the result tells. */
    double number(ResultSet rows, int column) throws SQLException {
        return this == SINGLE ? rows.getFloat(column) : rows.getDouble(column);
    }

    /**
     * An integer, a boolean as 0 or 1, a timestamp as microseconds of UTC; null where there is none.
     *
     * @throws DateTimeException if no timestamp of ours is that one
     */
    @Nullable
    Long integer(ResultSet rows, int column) throws SQLException {
        return switch (this) {
            case INTEGER -> {
                long value = rows.getLong(column);
                yield rows.wasNull() ? null : (Long) value;
            }
            case BOOLEAN -> {
                boolean value = rows.getBoolean(column);
                yield rows.wasNull() ? null : (Long) (value ? 1L : 0L);
            }
            case INSTANT -> {
                OffsetDateTime value = rows.getObject(column, OffsetDateTime.class);
                yield value == null ? null : micros(value);
            }
            case DATE_TIME -> {
                LocalDateTime value = rows.getObject(column, LocalDateTime.class);
                yield value == null ? null : micros(value.atOffset(ZoneOffset.UTC));
            }
            case DATE -> {
                LocalDate value = rows.getObject(column, LocalDate.class);
                yield value == null ? null : micros(value.atStartOfDay().atOffset(ZoneOffset.UTC));
            }
            case WRITTEN_TIME -> {
                String value = rows.getString(column);
                yield value == null ? null : micros(written(value).atOffset(ZoneOffset.UTC));
            }
            case NUMBER, SINGLE, TEXT -> throw new IllegalStateException(this + " is no integer");
        };
    }

    private static LocalDateTime written(String value) {
        return value.length() <= 10
                ? LocalDate.parse(value).atStartOfDay()
                : LocalDateTime.parse(value.replace(' ', 'T'));
    }

    private static long micros(OffsetDateTime value) {
        try {
            return Math.addExact(Math.multiplyExact(value.toEpochSecond(), MICROS_A_SECOND), value.getNano() / 1_000);
        } catch (ArithmeticException e) {
            throw new DateTimeException("beyond all timestamps", e);
        }
    }
}
