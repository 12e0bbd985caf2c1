package dev.millrace.data.source;

import java.nio.charset.StandardCharsets;

/**
 * The forms of values in text, decided byte by byte. Each type has two: the strict one, by which a column's type is inferred, and the
 * lenient one that a declared type accepts. What fits is what DuckDB's casts read the same way.
 */
final class TextForms {
    private static final int INT64_DIGITS = 19;
    private static final byte[] INT64_MAX = "9223372036854775807".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INT64_MIN = "9223372036854775808".getBytes(StandardCharsets.US_ASCII);
    /** Numbers with an exponent or more digits than this are parsed, for they may be too large for a double. */
    private static final int SURELY_FINITE = 300;

    private TextForms() {}

    /** {@code 0}, {@code -12}, {@code 9223372036854775807}; not {@code 007}, {@code -0}, {@code +1}, {@code 1.0}. */
    static boolean isStrictInteger(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        if (at == to || (text[at] == '0' && (negative || to - at > 1))) {
            return false;
        }
        return endOfDigits(text, at, to) == to && fitsInt64(text, at, to, negative);
    }

    /** As the strict form, also with a plus sign, leading zeros, and a fraction of zeros ({@code 5.0}). */
    static boolean isInteger(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || (at < to && text[at] == '+')) {
            at++;
        }
        int end = endOfDigits(text, at, to);
        if (end == at) {
            return false;
        }
        for (int i = end; i < to; i++) {
            if (text[i] != (i == end ? '.' : '0')) {
                return false;
            }
        }
        while (at < end - 1 && text[at] == '0') {
            at++;
        }
        return fitsInt64(text, at, end, negative);
    }

    private static boolean fitsInt64(byte[] text, int from, int to, boolean negative) {
        int digits = to - from;
        if (digits != INT64_DIGITS) {
            return digits < INT64_DIGITS;
        }
        byte[] most = negative ? INT64_MIN : INT64_MAX;
        for (int i = 0; i < digits; i++) {
            if (text[from + i] != most[i]) {
                return text[from + i] < most[i];
            }
        }
        return true;
    }

    /**
     * {@code 1}, {@code -0.5}, {@code .5}, {@code 5.}, {@code 1e-7}; not {@code 007}, {@code +1}, {@code inf}, {@code NaN}, {@code 1,5}, and not
     * a whole number beyond 64 bits, whose digits a double would lose.
     */
    static boolean isStrictNumber(byte[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative) {
            at++;
        }
        int end = endOfDigits(text, at, to);
        if (end - at > 1 && text[at] == '0') {
            return false;
        }
        if (end == to && !fitsInt64(text, at, to, negative)) {
            return false;
        }
        return isUnsignedNumber(text, at, to);
    }

    /** As the strict form, also with a plus sign, leading zeros and any number of digits. */
    static boolean isNumber(byte[] text, int from, int to) {
        boolean signed = from < to && (text[from] == '-' || text[from] == '+');
        return isUnsignedNumber(text, signed ? from + 1 : from, to);
    }

    private static boolean isUnsignedNumber(byte[] text, int from, int to) {
        int at = endOfDigits(text, from, to);
        int digits = at - from;
        if (at < to && text[at] == '.') {
            int end = endOfDigits(text, at + 1, to);
            digits += end - at - 1;
            at = end;
        }
        if (digits == 0) {
            return false;
        }
        if (at == to) {
            return to - from < SURELY_FINITE || isFinite(text, from, to);
        }
        if (text[at] != 'e' && text[at] != 'E') {
            return false;
        }
        at++;
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            at++;
        }
        return at < to && endOfDigits(text, at, to) == to && isFinite(text, from, to);
    }

    private static boolean isFinite(byte[] text, int from, int to) {
        return Double.isFinite(Double.parseDouble(new String(text, from, to - from, StandardCharsets.US_ASCII)));
    }

    private static int endOfDigits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The words true and false, in any case; never Yes and No, which are categories. */
    static boolean isStrictBoolean(byte[] text, int from, int to) {
        return isWord(text, from, to, "true") || isWord(text, from, to, "false");
    }

    /** As the strict form, also 1 and 0. */
    static boolean isBoolean(byte[] text, int from, int to) {
        return isStrictBoolean(text, from, to) || (to - from == 1 && (text[from] == '0' || text[from] == '1'));
    }

    private static boolean isWord(byte[] text, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((text[from + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * ISO 8601: {@code 2024-02-29}, {@code 2024-02-29T12:30}, {@code 2024-02-29 12:30:15.123456}, with {@code Z} or {@code +02:00} after
     * seconds. Without one it is UTC. Years 0001 to 9999, at most six digits of a second.
     */
    static boolean isTimestamp(byte[] text, int from, int to) {
        if (to - from < 10 || text[from + 4] != '-' || text[from + 7] != '-') {
            return false;
        }
        int year = digits(text, from, 4, to);
        int month = digits(text, from + 5, 2, to);
        int day = digits(text, from + 8, 2, to);
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > days(year, month)) {
            return false;
        }
        int at = from + 10;
        if (at == to) {
            return true;
        }
        if ((text[at] != 'T' && text[at] != ' ')
                || !isBelow(text, at + 1, to, 24)
                || at + 3 >= to
                || text[at + 3] != ':'
                || !isBelow(text, at + 4, to, 60)) {
            return false;
        }
        at += 6;
        if (at == to) {
            return true;
        }
        if (text[at] != ':' || !isBelow(text, at + 1, to, 60)) {
            return false;
        }
        at += 3;
        if (at < to && text[at] == '.') {
            int end = endOfDigits(text, at + 1, to);
            if (end == at + 1 || end > at + 7) {
                return false;
            }
            at = end;
        }
        return at == to || isZone(text, at, to);
    }

    private static boolean isZone(byte[] text, int at, int to) {
        if (text[at] == 'Z') {
            return at + 1 == to;
        }
        return (text[at] == '+' || text[at] == '-')
                && to - at == 6
                && isBelow(text, at + 1, to, 16)
                && text[at + 3] == ':'
                && isBelow(text, at + 4, to, 60);
    }

    private static boolean isBelow(byte[] text, int at, int to, int bound) {
        int value = digits(text, at, 2, to);
        return value >= 0 && value < bound;
    }

    /** That many digits as a number, or -1. */
    private static int digits(byte[] text, int at, int count, int to) {
        if (at + count > to || endOfDigits(text, at, at + count) != at + count) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + count; i++) {
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }
}
