package dev.millrace.contract.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sources may reach: the way out of a pod is closed where it leads inside. */
class NetworkRulesTest {
    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static NetworkRules rules(List<String> allowed, List<String> refused) {
        return new NetworkRules(
                allowed.stream().map(Network::parse).toList(),
                refused.stream().map(Network::parse).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0", "10.96.0.1", "100.64.0.1", "127.0.0.1", "127.8.9.1", "169.254.169.254", "172.31.255.255",
                "192.168.1.1", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1", "::10.0.0.1",
                "64:ff9b::a9fe:a9fe", "2002:a00:1::", "2001:0:1::", "fd00::1", "fe80::1", "ff02::1"
            })
    void whatLeadsInsideIsRefused(String text) {
        assertThat(NetworkRules.PUBLIC.refusal(address(text))).as(text).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00::1", "2001:1::1"})
    void whatIsPublicIsNot(String text) {
        assertThat(NetworkRules.PUBLIC.refusal(address(text))).as(text).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, , 10.1.2.3, true",
        "10.1.0.0/16, , 10.1.2.3, true",
        "10.1.0.0/16, , 10.2.2.3, false",
        "0.0.0.0/0, , 10.1.2.3, false",
        "0.0.0.0/0, , 169.254.169.254, false",
        "10.0.0.0/8, 10.96.0.1/32, 10.96.0.1, false",
        "10.0.0.0/8, 10.96.0.1/32, 10.96.0.2, true",
        "10.96.0.1/32, 10.96.0.0/16, 10.96.0.1, true",
        "fd00::/8, , fd12::1, true",
        "127.0.0.0/8, 93.184.216.0/24, 93.184.216.34, false"
    })
    void theMostSpecificNetworkDecides(String allowed, String refused, String text, boolean reached) {
        NetworkRules rules = rules(List.of(allowed), refused == null ? List.of() : List.of(refused));
        assertThat(rules.refusal(address(text)).isEmpty()).isEqualTo(reached);
        assertThat(isOpen(rules, address(text))).as("openings").isEqualTo(reached);
    }

    private static boolean isOpen(NetworkRules rules, InetAddress address) {
        return rules.openings().stream()
                .anyMatch(opening -> opening.network().contains(address)
                        && opening.except().stream().noneMatch(hole -> hole.contains(address)));
    }

    @Test
    void openingsSayWhatRefusalsSay() {
        NetworkRules rules = rules(
                List.of("10.0.0.0/8", "10.96.0.10/32", "fd00:1::/32"), List.of("10.96.0.0/16", "93.184.216.34/32"));
        Stream.of(
                        "10.1.1.1",
                        "10.96.0.1",
                        "10.96.0.10",
                        "93.184.216.34",
                        "93.184.216.35",
                        "fd00:1::1",
                        "fd00:2::1",
                        "8.8.8.8",
                        "127.0.0.1")
                .map(NetworkRulesTest::address)
                .forEach(address -> assertThat(isOpen(rules, address))
                        .as(address.getHostAddress())
                        .isEqualTo(rules.refusal(address).isEmpty()));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0, is not a network",
        "10.0.0/8, no IP address",
        "example.org/8, no IP address",
        "10.0.0.1/8, bits beyond its first 8",
        "10.0.0.0/33, more than 32 bits",
        "fd00::/129, more than 128 bits"
    })
    void whatIsNoNetwork(String text, String why) {
        assertThatThrownBy(() -> Network.parse(text)).hasMessageContaining(why).hasMessageContaining(text);
    }

    @Test
    void asJson() {
        NetworkRules rules = rules(List.of("10.0.0.0/8", "fd00::/8"), List.of("2001:db8:0:1::/64", "::/0"));
        String json = Json.text(rules);
        assertThat(json)
                .isEqualTo("{\"allowed\":[\"10.0.0.0/8\",\"fd00::/8\"],\"refused\":[\"2001:db8:0:1::/64\",\"::/0\"]}");
        assertThat(Json.read(json, NetworkRules.class)).isEqualTo(rules);
    }
}
