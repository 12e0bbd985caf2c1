package dev.millrace.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ColumnType;
import dev.millrace.data.rows.Values;
import dev.millrace.data.source.TextValues.Form;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextValuesTest {
    private static double number(String text, Form form) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Values.Texts texts = new Values.Texts(bytes, new int[] {0, bytes.length}, new boolean[1], 1);
        return ((Values.Doubles) TextValues.read(texts, ColumnType.NUMBER, form)).values()[0];
    }

    @Provide
    Arbitrary<String> decimals() {
        return Combinators.combine(
                        Arbitraries.of("", "-"),
                        Arbitraries.longs().between(0, 999_999_999_999_999_999L),
                        Arbitraries.strings().numeric().ofMaxLength(20),
                        Arbitraries.of("", "", "e5", "E-300"))
                .as((sign, whole, fraction, exponent) ->
                        sign + whole + (fraction.isEmpty() ? "" : "." + fraction) + exponent);
    }

    @Property
    void aNumberIsTheNearestDouble(@ForAll("decimals") String text) {
        assertThat(number(text, Form.STRICT)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-0", "5.", ".5", "-.5", "0.10", "999999999999999", "99999999999999.9", "0.00000000000001"})
    void shortDecimalsAreTheNearestDoublesWithTheirSign(String text) {
        assertThat(number(text, Form.STRICT)).isEqualTo(Double.parseDouble(text));
        assertThat(Math.copySign(1, number(text, Form.STRICT))).isEqualTo(text.startsWith("-") ? -1 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "-.", "1.2.3", "007", "-01.5", "+1", "1-", "1,5", "--1", " 1"})
    void otherFormsAreRefused(String text) {
        assertThatThrownBy(() -> number(text, Form.STRICT)).isInstanceOf(WrongTypeException.class);
    }

    @Test
    void aDeclaredNumberMayHaveASignAndLeadingZeros() {
        assertThat(number("+007.5", Form.LENIENT)).isEqualTo(7.5);
        assertThat(number("-00.5", Form.LENIENT)).isEqualTo(-0.5);
    }
}
