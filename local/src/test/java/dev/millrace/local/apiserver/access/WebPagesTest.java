package dev.millrace.local.apiserver.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.apiserver.failure.Refused;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:6480", "localhost:6480", "LOCALHOST", "[::1]:6480", "127.16.3.1:443"})
    void letsThoseInThatKnowTheServerAsThisMachine(String host) {
        assertThatCode(() -> WebPages.check(headers("Host", host))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attacker.example",
                "attacker.example:6480",
                "127.0.0.1.attacker.example",
                "localhost.attacker.example:6480",
                ""
            })
    void refusesOtherNamesOfTheServer(String host) {
        assertThatThrownBy(() -> WebPages.check(headers("Host", host)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("it is asked for as " + host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://attacker.example",
                "http://127.0.0.1.attacker.example",
                "https://localhost@attacker.example",
                "null"
            })
    void refusesPagesOfElsewhere(String origin) {
        assertThatThrownBy(() -> WebPages.check(headers("Origin", origin)))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("a web page of " + origin + " asks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1:6480", "https://[::1]:8443"})
    void letsPagesOfThisMachineIn(String origin) {
        assertThatCode(() -> WebPages.check(headers("Origin", origin))).doesNotThrowAnyException();
    }

    @Test
    void letsProgramsInThatSayNeither() {
        assertThatCode(() -> WebPages.check(new DefaultHttpHeaders())).doesNotThrowAnyException();
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().set(name, value);
    }
}
