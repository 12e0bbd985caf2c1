package dev.millrace.contract.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {
    /** Printed tables: Pearson and Hartley, Biometrika tables for statisticians. */
    @ParameterizedTest
    @CsvSource({
        "0.01, 1, 6.63490",
        "0.001, 1, 10.8276",
        "0.001, 2, 13.8155",
        "0.001, 5, 20.5150",
        "0.001, 10, 29.5883",
        "0.001, 21, 46.7970",
        "0.005, 30, 53.6720"
    })
    void agreesWithTables(double tail, int freedom, double quantile) {
        assertThat(ChiSquare.quantile(tail, freedom)).isCloseTo(quantile, within(1e-4));
    }

    @Property
    void quantileAndSurvivalAreInverse(
            @ForAll @IntRange(min = 2, max = 8) int digits, @ForAll @IntRange(min = 1, max = 60) int freedom) {
        double tail = Math.pow(10, -digits);

        assertThat(ChiSquare.survival(ChiSquare.quantile(tail, freedom), freedom))
                .isCloseTo(tail, within(tail * 1e-9));
    }
}
