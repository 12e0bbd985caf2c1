package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists are of one moment, in parts where asked, and of what selectors choose. */
@Conformance
class ListIT {
    private final Resource secrets;

    ListIT(Scratch scratch) {
        this.secrets = scratch.in("secrets");
    }

    @BeforeEach
    void create() {
        for (int i = 0; i < 5; i++) {
            secrets.create("{apiVersion: v1, kind: Secret, metadata: {name: s%d, labels: {i: '%d', all: x, part: %s}}}"
                    .formatted(i, i, i % 2 == 0 ? "even" : "odd"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    all=x                   | s0 s1 s2 s3 s4
                    i==2                    | s2
                    i=2,part=even           | s2
                    i!=2                    | s0 s1 s3 s4
                    i in (1,3)              | s1 s3
                    i notin (1,3),all       | s0 s2 s4
                    part                    | s0 s1 s2 s3 s4
                    !part                   | ''
                    i>2                     | s3 s4
                    i<2,all                 | s0 s1
                    """)
    void selectsByLabels(String selector, String names) {
        assertThat(names(secrets.list("?labelSelector=" + encoded(selector)).ok()))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    metadata.name=s1                       | s1
                    metadata.name==s1                      | s1
                    metadata.name!=s1                      | s0 s2 s3 s4
                    type=Opaque                            | s0 s1 s2 s3 s4
                    type=Opaque,metadata.name=s3           | s3
                    metadata.namespace=elsewhere           | ''
                    """)
    void selectsByFields(String selector, String names) {
        assertThat(names(secrets.list("?fieldSelector=" + encoded(selector)).ok()))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    labelSelector=i in (                     | 400 | unable to parse requirement: found '', expected: ',', ')' or identifier
                    labelSelector=a b                        | 400 | unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt
                    labelSelector=,                          | 400 | found ',', expected: !, identifier, or 'end of string'
                    fieldSelector=metadata.name              | 400 | invalid selector: 'metadata.name'; can't understand 'metadata.name'
                    limit=x                                  | 400 | strconv.ParseInt: parsing "x": invalid syntax
                    resourceVersion=x                        | 400 | invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax
                    resourceVersionMatch=Exact               | 422 | ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided
                    resourceVersion=1&resourceVersionMatch=X | 422 | ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "X": supported values: "Exact", "NotOlderThan", ""
                    """)
    void refusesWhatItCannotRead(String query, int code, String message) {
        String encoded = query.replace(" ", "%20").replace(",", "%2C");

        Refusal refusal = secrets.list("?" + encoded).refusal();

        assertThat(refusal).isEqualTo(new Refusal(code, code == 422 ? "Invalid" : "BadRequest", message));
    }

    @Test
    void comesInPartsOfOneMoment() {
        JsonNode first = secrets.list("?limit=2").ok();
        secrets.create("{apiVersion: v1, kind: Secret, metadata: {name: s10, labels: {late: x}}}");
        JsonNode second =
                secrets.list("?limit=2&continue=" + encoded(next(first))).ok();
        JsonNode third =
                secrets.list("?limit=2&continue=" + encoded(next(second))).ok();
        secrets.delete("s10");

        assertThat(List.of(names(first), names(second), names(third))).containsExactly("s0 s1", "s2 s3", "s4");
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
        assertThat(third.path("metadata").has("continue")).isFalse();
        assertThat(third.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
    }

    @Test
    void doesNotCountWhatASelectorLeavesOver() {
        JsonNode first = secrets.list("?limit=2&labelSelector=all").ok();

        assertThat(names(first)).isEqualTo("s0 s1");
        assertThat(next(first)).isNotEmpty();
        assertThat(first.path("metadata").has("remainingItemCount")).isFalse();
    }

    @Test
    void isOfAKindOfItsOwn() {
        JsonNode list = secrets.list("?labelSelector=i%3D1").ok();

        assertThat(list.path("kind").asText()).isEqualTo("SecretList");
        assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(list.at("/metadata/resourceVersion").asLong()).isPositive();
    }

    private static String next(JsonNode list) {
        return list.at("/metadata/continue").asText();
    }

    private static String names(JsonNode list) {
        return String.join(
                " ",
                list.path("items")
                        .valueStream()
                        .map(item -> item.at("/metadata/name").asText())
                        .toList());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
