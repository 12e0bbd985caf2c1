package dev.millrace.local.node.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesTest {
    @Test
    void eachPodHasAnAddressOfItsOwnAndKeepsIt() {
        OwnAddresses addresses = OwnAddresses.of(Path.of("/somewhere"));

        PodAddress one = addresses.of("1", List.of(8080));
        PodAddress two = addresses.of("2", List.of(8080));

        assertThat(one.ip()).startsWith("127.").isNotEqualTo(two.ip());
        assertThat(addresses.of("1", List.of())).isEqualTo(one);
        assertThat(one.reach(8080).getPort()).isEqualTo(8080);
    }

    @Test
    void anAddressIsGivenAnewLast() {
        OwnAddresses addresses = OwnAddresses.of(Path.of("/somewhere"));
        String first = addresses.of("1", List.of()).ip();

        addresses.release("1");

        assertThat(addresses.of("2", List.of()).ip()).isNotEqualTo(first);
    }

    @Test
    void podsThatShareAnAddressHaveOtherPorts() {
        SharedAddress addresses = new SharedAddress();

        PodAddress one = addresses.of("1", List.of(8080, 9090));
        PodAddress two = addresses.of("2", List.of(8080, 9090));

        assertThat(List.of(
                        one.reach(8080).getPort(),
                        one.reach(9090).getPort(),
                        two.reach(8080).getPort(),
                        two.reach(9090).getPort()))
                .doesNotHaveDuplicates()
                .doesNotContain(8080, 9090);
        assertThat(addresses.of("1", List.of())).isEqualTo(one);
    }

    @Test
    void optionsAndVariablesOfPortsAreTranslated() {
        PortWords words = new PortWords(Map.of(8080, 40001, 9090, 40002));

        assertThat(words.arguments(
                        List.of("--port", "8080", "--metrics-port=9090", "--max-body", "8080", "--report", "8080")))
                .containsExactly("--port", "40001", "--metrics-port=40002", "--max-body", "8080", "--report", "8080");
        assertThat(words.environment(Map.of("HEALTH_PORT", "8080", "SIZE", "8080", "OTHER_PORT", "7")))
                .isEqualTo(Map.of("HEALTH_PORT", "40001", "SIZE", "8080", "OTHER_PORT", "7"));
    }
}
