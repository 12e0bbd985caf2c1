package dev.millrace.data.suggestion;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.data.Workplace;
import dev.millrace.data.reading.DatasetReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final Pattern TEST = Pattern.compile("  - (\\{name: .*})  # .*");

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private Workplace.Plan houses() {
        StringBuilder csv = new StringBuilder("id,Lot Area,yes,sold,owner,note,old,price\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i)
                    .append(',')
                    .append(i == 3 ? "" : 80 + i)
                    .append(i % 2 == 0 ? ",Pave,2024-03-01," : ",no,2024-03-02,")
                    .append("Zebedee ")
                    .append(i % 4)
                    .append(",free text ")
                    .append(i)
                    .append(",1,")
                    .append(100 + i)
                    .append(".5\n");
        }
        workplace.file("houses.csv", csv.toString());
        return plan("houses.csv")
                .sensitive("owner", ColumnType.CATEGORY, null)
                .column("old", null, ColumnRole.IGNORE)
                .column("price", null, ColumnRole.LABEL);
    }

    @Test
    void saysWhatTheRowsAreLikeWithSomeRoom() {
        assertThat(suggestion(workplace.ingest(houses().build()).summary())).isEqualTo("""
                        columns:
                          - {name: id, type: integer, role: key}  # a key? Each value is there once
                          - {name: "Lot Area", type: integer}
                          - {name: "yes", type: category}
                          - {name: sold, type: timestamp, role: time}  # the time of a row? Else a feature
                          - {name: owner, type: category, sensitive: true}
                          - {name: note, type: text, role: key}  # a key? Each value is there once
                          - {name: old, type: integer, role: ignore}
                          - {name: price, type: number, role: label}
                        tests:
                          - {name: enough, minRows: 32}  # 40 now
                          - {name: id, column: id, nullable: false, unique: true}  # none is missing; each value is there once
                          - {name: lot-area, column: "Lot Area", maxNullFraction: 0.04, min: 76, max: 123}  # 1 of 40 are missing; 80 to 119
                          - {name: "yes", column: "yes", nullable: false, allowed: [Pave, "no"]}  # none is missing; 2 different values
                          - {name: sold, column: sold, nullable: false}  # none is missing
                          - {name: owner, column: owner, nullable: false}  # none is missing
                          - {name: note, column: note, nullable: false, unique: true}  # none is missing; each value is there once
                          - {name: price, column: price, nullable: false, min: 96.5, max: 143.5}  # none is missing; 100.5 to 139.5
                        """);
    }

    private String suggestion(IngestSummary version) {
        DatasetReader.Id id = new DatasetReader.Id(version.digest(), version.view());
        String text =
                Suggestion.of(DatasetReader.view(workplace.store(), id), DatasetReader.profile(workplace.store(), id));
        String first = "# Guessed from the 40 rows of the data version " + version.digest() + ": edit before use.\n";
        assertThat(text).startsWith(first);
        return text.substring(first.length());
    }

    @Test
    void theVersionPassesTheTests() {
        Workplace.Plan plan = houses();
        String suggested = suggestion(workplace.ingest(plan.build()).summary());
        List<String> tests = suggested
                .substring(suggested.indexOf("tests:"))
                .lines()
                .map(TEST::matcher)
                .filter(Matcher::matches)
                .map(line -> json(line.group(1)))
                .toList();
        tests.forEach(plan::test);

        assertThat(workplace.ingest(plan.build()).summary().tests())
                .isEqualTo(new IngestSummary.Tests(8, 0, 0, List.of()));
    }

    /** Plain words and keys of this YAML in quotes. */
    private static String json(String yaml) {
        return yaml.replaceAll("\"([^\"]*)\"", "'$1'")
                .replaceAll("([{,] ?)([A-Za-z]+):", "$1'$2':")
                .replaceAll("(: |\\[)([A-Za-z-]+)(?=[,}])", "$1'$2'")
                .replace("'false'", "false")
                .replace("'true'", "true");
    }
}
