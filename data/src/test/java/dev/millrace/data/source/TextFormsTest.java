package dev.millrace.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ColumnType;
import dev.millrace.data.Workplace;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {
    private interface Form {
        boolean fits(byte[] text, int from, int to);
    }

    /** Asks with other text around, which must not matter. */
    private static boolean fits(Form form, String text) {
        byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        return form.fits(bytes, 1, bytes.length - 1);
    }

    private static final List<String> INTEGERS =
            List.of("0", "7", "-12", "9223372036854775807", "-9223372036854775808", "100000");
    private static final List<String> LENIENT_INTEGERS =
            List.of("007", "+5", "5.0", "-5.00", "-0", "5.", "0000000000000000000000012", "-009223372036854775808");
    private static final List<String> NO_INTEGERS = List.of(
            "",
            "-",
            "+",
            ".",
            "1.5",
            "1e3",
            " 1",
            "1 ",
            "1_000",
            "0x1f",
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999",
            "one",
            "١",
            "--1",
            "5.01",
            "1,000");
    private static final List<String> NUMBERS = List.of(
            "0", "-0", "1.5", "-.5", ".5", "5.", "1e5", "1E-7", "0.1e+3", "1e308", "1e-400", "12345678901234567890.5");
    private static final List<String> LENIENT_NUMBERS = List.of("007", "+1", "00.5", "12345678901234567890123");
    private static final List<String> NO_NUMBERS = List.of(
            "",
            "-",
            ".",
            "-.",
            "e5",
            "1e",
            "1e+",
            "inf",
            "-Infinity",
            "NaN",
            "nan",
            "1e309",
            "-1e400",
            "1,5",
            "1 000",
            "1_0",
            " 1",
            "0x10",
            "1.2.3",
            "NA",
            "1e5.5",
            "12d",
            "1f",
            "½");
    private static final List<String> TIMESTAMPS = List.of(
            "2024-02-29",
            "2000-02-29",
            "0001-01-01",
            "2024-12-31T23:59",
            "2024-02-29 12:30:15",
            "2024-02-29T12:30:15.123456",
            "2024-02-29 12:30:15.1",
            "2024-02-29T12:30:15Z",
            "2024-02-29T12:30:15+02:00",
            "2024-02-29 12:30:15.5-05:30",
            "9999-12-31T23:59:59.999999");
    private static final List<String> NO_TIMESTAMPS = List.of(
            "",
            "2024",
            "2024-1-1",
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "0000-01-01",
            "2024-02-29T",
            "2024-02-29T24:00",
            "2024-02-29T12:60",
            "2024-02-29T12:30:60",
            "2024-02-29T12:30:15.",
            "2024-02-29T12:30:15.1234567",
            "2024-02-29T12:30Z",
            "2024-02-29Z",
            "2024-02-29T12:30:15+2",
            "29.02.2024",
            "02/29/2024",
            "2024-02-29x12:30",
            "20240229",
            "2024-02-29T12:30:15+20:00",
            "infinity",
            "2024-02-29 ");

    @Test
    void integers() {
        assertThat(INTEGERS)
                .allMatch(text -> fits(TextForms::isStrictInteger, text))
                .allMatch(text -> fits(TextForms::isInteger, text));
        assertThat(LENIENT_INTEGERS)
                .noneMatch(text -> fits(TextForms::isStrictInteger, text))
                .allMatch(text -> fits(TextForms::isInteger, text));
        assertThat(NO_INTEGERS)
                .noneMatch(text -> fits(TextForms::isStrictInteger, text))
                .noneMatch(text -> fits(TextForms::isInteger, text));
    }

    @Test
    void numbers() {
        assertThat(Stream.concat(NUMBERS.stream(), INTEGERS.stream()))
                .allMatch(text -> fits(TextForms::isStrictNumber, text))
                .allMatch(text -> fits(TextForms::isNumber, text));
        assertThat(LENIENT_NUMBERS)
                .noneMatch(text -> fits(TextForms::isStrictNumber, text))
                .allMatch(text -> fits(TextForms::isNumber, text));
        assertThat(NO_NUMBERS)
                .noneMatch(text -> fits(TextForms::isStrictNumber, text))
                .noneMatch(text -> fits(TextForms::isNumber, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false", "TRUE", "False", "tRuE"})
    void theWordsTrueAndFalseAreBooleans(String text) {
        assertThat(fits(TextForms::isStrictBoolean, text)).isTrue();
        assertThat(fits(TextForms::isBoolean, text)).isTrue();
    }

    @Test
    void otherWordsAreNot() {
        assertThat(List.of("Yes", "No", "t", "f", "", "truee", "on", "y", "TRU\u0005"))
                .noneMatch(text -> fits(TextForms::isStrictBoolean, text))
                .noneMatch(text -> fits(TextForms::isBoolean, text));
        assertThat(List.of("1", "0"))
                .noneMatch(text -> fits(TextForms::isStrictBoolean, text))
                .allMatch(text -> fits(TextForms::isBoolean, text));
    }

    @Test
    void timestamps() {
        assertThat(TIMESTAMPS).allMatch(text -> fits(TextForms::isTimestamp, text));
        assertThat(NO_TIMESTAMPS).noneMatch(text -> fits(TextForms::isTimestamp, text));
    }

    /** What a form accepts is read as DuckDB's casts read it. */
    @Test
    void valuesAreThoseOfDuckDbsCasts() {
        try (Workplace workplace = new Workplace();
                Session session = Session.open(workplace.resources())) {
            for (String text :
                    Stream.concat(INTEGERS.stream(), LENIENT_INTEGERS.stream()).toList()) {
                assertThat(integer(text, ColumnType.INTEGER))
                        .as(text)
                        .isEqualTo(session.number("SELECT CAST(" + Sql.text(text) + " AS BIGINT)"))
                        .isEqualTo(new BigDecimal(text).longValueExact());
            }
            for (String text :
                    Stream.concat(NUMBERS.stream(), LENIENT_NUMBERS.stream()).toList()) {
                String cast = session.rows("SELECT CAST(" + Sql.text(text) + " AS DOUBLE)")
                        .get(0)
                        .text(0);
                assertThat(number(text)).as(text).isEqualTo(Double.parseDouble(cast));
            }
            for (String text : TIMESTAMPS) {
                assertThat(integer(text, ColumnType.TIMESTAMP))
                        .as(text)
                        .isEqualTo(session.number("SELECT epoch_us(CAST(" + Sql.text(text) + " AS TIMESTAMPTZ))"));
            }
            for (String text : List.of("true", "FALSE", "True", "1", "0")) {
                assertThat(integer(text, ColumnType.BOOLEAN))
                        .as(text)
                        .isEqualTo(session.number("SELECT CAST(CAST(" + Sql.text(text) + " AS BOOLEAN) AS INTEGER)"));
            }
        }
    }

    @Test
    void valuesOfAnotherFormAreRefused() {
        for (String text : NO_NUMBERS) {
            assertThatThrownBy(() -> number(text)).as(text).isInstanceOf(WrongTypeException.class);
        }
        for (String text : NO_INTEGERS) {
            assertThatThrownBy(() -> integer(text, ColumnType.INTEGER)).as(text).isInstanceOf(WrongTypeException.class);
        }
        for (String text : NO_TIMESTAMPS) {
            assertThatThrownBy(() -> integer(text, ColumnType.TIMESTAMP))
                    .as(text)
                    .isInstanceOf(WrongTypeException.class);
        }
    }

    @Property
    void everyNumberIsReadBack(@ForAll double number) {
        Assume.that(Double.isFinite(number));
        assertThat(number(Double.toString(number))).isEqualTo(number);
        assertThat(number(new BigDecimal(number).toPlainString())).isEqualTo(number);
    }

    @Property
    void everyIntegerIsReadBack(@ForAll long number) {
        assertThat(integer(Long.toString(number), ColumnType.INTEGER)).isEqualTo(number);
    }

    @Property
    void everyTimestampIsReadBack(
            @ForAll @LongRange(min = -62_135_596_800_000_000L, max = 253_402_300_799_999_999L) long micros) {
        String text = Instant.EPOCH
                .plus(micros, ChronoUnit.MICROS)
                .atOffset(ZoneOffset.UTC)
                .format(ISO);
        assertThat(integer(text, ColumnType.TIMESTAMP)).isEqualTo(micros);
    }

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

    private static double number(String text) {
        return ((Values.Doubles) TextValues.read(texts(text), ColumnType.NUMBER, TextValues.Form.LENIENT)).values()[0];
    }

    private static long integer(String text, ColumnType type) {
        return ((Values.Longs) TextValues.read(texts(text), type, TextValues.Form.LENIENT)).values()[0];
    }

    /** A column of one row, with other text around it. */
    private static Values.Texts texts(String text) {
        byte[] bytes = ("9" + text + "9").getBytes(StandardCharsets.UTF_8);
        return new Values.Texts(bytes, new int[] {1, bytes.length - 1}, new boolean[1], 1);
    }
}
