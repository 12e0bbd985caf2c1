package dev.millrace.data.source;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import dev.millrace.contract.ColumnType;
import dev.millrace.data.rows.Values;
import java.time.LocalDate;
import java.util.stream.DoubleStream;

/** Reads the values of a type from texts of one of the type's {@link TextForms}. */
final class TextValues {
    private static final long MICROS = 1_000_000;
    private static final long DAY_SECONDS = 86_400;
    /** Digits, or digits and a point: below 2^53 in any case. */
    private static final int SHORT = 15;

    private static final double[] POWERS =
            DoubleStream.iterate(1, power -> power * 10).limit(SHORT).toArray();

    private TextValues() {}

    /**
     * The values of a column.
     *
     * @param form that the texts must have
     * @throws WrongTypeException if one has another
     */
    static Values read(Values.Texts texts, ColumnType type, Form form) {
        return switch (type) {
            case NUMBER -> numbers(texts, form);
            case INTEGER, BOOLEAN, TIMESTAMP -> wholeNumbers(texts, type, form);
            case CATEGORY, TEXT -> texts;
        };
    }

    /** Which form of a type texts have. */
    enum Form {
        /** By which a type is inferred. */
        STRICT,
        /** That a declared type accepts. */
        LENIENT
    }

    private static Values numbers(Values.Texts texts, Form form) {
        byte[] bytes = texts.bytes();
        double[] values = new double[texts.rows()];
        for (int row = 0; row < values.length; row++) {
            if (!texts.isNull(row)) {
                int from = texts.offsets()[row];
                int to = texts.offsets()[row + 1];
                values[row] = shortDecimal(bytes, from, to);
                if (Double.isNaN(values[row])) {
                    require(
                            form == Form.STRICT
                                    ? TextForms.isStrictNumber(bytes, from, to)
                                    : TextForms.isNumber(bytes, from, to));
                    values[row] = JavaDoubleParser.parseDouble(bytes, from, to - from);
                }
            }
        }
        return new Values.Doubles(values, texts.nulls(), values.length);
    }

    /**
     * A number in the strict form, without an exponent, whose digits and whose power of ten a double holds exactly: their quotient is rounded once,
     * so it is the nearest double (W. Clinger, How to read floating point numbers accurately, 1990). Most numbers of most files are such, and
     * are read in a third of the time.
     *
     * @return NaN: another form
     */
    private static double shortDecimal(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int first = negative ? from + 1 : from;
        if (to - first > SHORT || first == to || (to - first > 1 && text[first] == '0' && text[first + 1] != '.')) {
            return Double.NaN;
        }
        long digits = 0;
        int point = to;
        for (int at = first; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
            } else if (text[at] == '.' && point == to && to - first > 1) {
                point = at;
            } else {
                return Double.NaN;
            }
        }
        double value = digits / POWERS[Math.max(0, to - point - 1)];
        return negative ? -value : value;
    }

    private static Values wholeNumbers(Values.Texts texts, ColumnType type, Form form) {
        byte[] bytes = texts.bytes();
        long[] values = new long[texts.rows()];
        for (int row = 0; row < values.length; row++) {
            if (!texts.isNull(row)) {
                int from = texts.offsets()[row];
                int to = texts.offsets()[row + 1];
                values[row] = switch (type) {
                    case BOOLEAN -> bool(bytes, from, to, form);
                    case TIMESTAMP -> timestamp(bytes, from, to);
                    default -> integer(bytes, from, to, form);
                };
            }
        }
        return new Values.Longs(values, texts.nulls(), values.length);
    }

    private static long integer(byte[] text, int from, int to, Form form) {
        require(form == Form.STRICT ? TextForms.isStrictInteger(text, from, to) : TextForms.isInteger(text, from, to));
        boolean negative = text[from] == '-';
        // Below zero there is one number more.
        long value = 0;
        for (int at = negative || text[from] == '+' ? from + 1 : from; at < to && text[at] != '.'; at++) {
            value = value * 10 - (text[at] - '0');
        }
        return negative ? value : -value;
    }

    private static long bool(byte[] text, int from, int to, Form form) {
        require(form == Form.STRICT ? TextForms.isStrictBoolean(text, from, to) : TextForms.isBoolean(text, from, to));
        return (text[from] | 0x20) == 't' || text[from] == '1' ? 1 : 0;
    }

    /** Microseconds since 1970-01-01T00:00:00Z. */
    private static long timestamp(byte[] text, int from, int to) {
        require(TextForms.isTimestamp(text, from, to));
        long days = LocalDate.of(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2))
                .toEpochDay();
        long seconds = days * DAY_SECONDS;
        if (to - from == 10) {
            return seconds * MICROS;
        }
        seconds += number(text, from + 11, 2) * 3_600L + number(text, from + 14, 2) * 60L;
        int at = from + 16;
        long micros = 0;
        if (at < to) {
            seconds += number(text, at + 1, 2);
            at += 3;
            if (at < to && text[at] == '.') {
                at++;
                for (long unit = MICROS / 10; at < to && text[at] >= '0' && text[at] <= '9'; unit /= 10) {
                    micros += unit * (text[at++] - '0');
                }
            }
            if (at < to && text[at] != 'Z') {
                long offset = number(text, at + 1, 2) * 3_600L + number(text, at + 4, 2) * 60L;
                seconds += text[at] == '-' ? offset : -offset;
            }
        }
        return seconds * MICROS + micros;
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int at = from; at < from + digits; at++) {
            value = value * 10 + text[at] - '0';
        }
        return value;
    }

    private static void require(boolean fits) {
        if (!fits) {
            throw new WrongTypeException();
        }
    }
}
