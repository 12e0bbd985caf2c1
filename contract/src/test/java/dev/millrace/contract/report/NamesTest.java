package dev.millrace.contract.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void theNearestNameIsTheOneWithTheFewestErrors() {
        List<String> names = List.of("Bedroom_AbvGr", "Full_Bath", "Sale_Price");

        assertThat(Names.nearest("bedroom_abvgrd", names)).contains("Bedroom_AbvGr");
        assertThat(Names.nearest("SalePrice", names)).contains("Sale_Price");
        assertThat(Names.nearest("pool", names)).isEmpty();
        assertThat(Names.nearest("x", List.of())).isEmpty();
    }

    @Test
    void aFewStandForMany() {
        assertThat(Names.few(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c, d, e");
        assertThat(Names.few(List.of("a", "b", "c", "d", "e", "f"))).isEqualTo("a, b, c, d, e, …");
    }
}
