package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON Lines give the versions that the same rows give as CSV, and what is not JSON Lines is refused with its place. */
class JsonLinesTest {
    private static final String HOUSES = "{\"area\": 80, \"street\": \"Pave\"}\n{\"area\": 95, \"street\": \"Grvl\"}\n";

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private IngestSummary ingest(String name, String content) {
        workplace.file(name, content);
        return workplace.ingest(plan(name).build()).summary();
    }

    private String refused(String content) {
        workplace.file("houses.jsonl", content);
        return refusedPlan(plan("houses.jsonl"));
    }

    private String refusedPlan(Workplace.Plan plan) {
        StepException refusal = catchThrowableOfType(StepException.class, () -> workplace.ingest(plan.build()));
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        return refusal.getMessage();
    }

    @Test
    void theSameRowsAsCsv() {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("id,number,category,flag,day,word\n");
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            String number = random.nextInt(9) == 0 ? "" : Double.toString(random.nextGaussian() * 1e9);
            String category = "c " + random.nextInt(5);
            boolean flag = random.nextBoolean();
            String day = "2024-01-" + (10 + random.nextInt(20));
            String word = random.nextInt(7) == 0 ? "" : "\u00e9\ud83d\ude00 \\ " + random.nextLong();
            csv.append("%d,%s,%s,%s,%s,%s\n".formatted(i, number, category, flag, day, word));
            json.append("{\"id\":%d,\"number\":%s,\"category\":\"%s\",\"flag\":%s,\"day\":\"%s\"%s}\r\n"
                    .formatted(
                            i,
                            number.isEmpty() ? "null" : number,
                            category,
                            flag,
                            day,
                            word.isEmpty() ? "" : ",\"word\":\"" + word.replace("\\", "\\u005c") + "\""));
        }
        IngestSummary ofCsv = ingest("rows.csv", csv.toString());
        IngestSummary ofJson = ingest("rows.jsonl", json.toString());
        assertThat(ofJson.columns()).isEqualTo(ofCsv.columns());
        assertThat(ofJson.digest()).isEqualTo(ofCsv.digest());

        workplace.file("rows.ndjson.zst", Zstd.compress(json.toString().getBytes(StandardCharsets.UTF_8)));
        IngestSummary compressed =
                workplace.ingest(plan("rows.ndjson.zst").build()).summary();
        assertThat(compressed.digest()).isEqualTo(ofCsv.digest());
    }

    @Test
    void columnsInTheOrderInWhichFieldsFirstAppear() {
        IngestSummary summary =
                ingest("rows.jsonl", "{\"a\": 1}\n{\"b\": \"x\", \"a\": 2}\n{}\n{\"c\": true, \"b\": \"y\"}");
        assertThat(summary.columns())
                .extracting(IngestSummary.Column::name, IngestSummary.Column::type, IngestSummary.Column::nulls)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", ColumnType.INTEGER, 2L),
                        org.assertj.core.groups.Tuple.tuple("b", ColumnType.CATEGORY, 2L),
                        org.assertj.core.groups.Tuple.tuple("c", ColumnType.BOOLEAN, 3L));
        assertThat(summary.rows()).isEqualTo(4);
    }

    @Test
    void anEmptyTextIsAText() {
        assertThat(ingest("rows.jsonl", "{\"a\": \"\"}\n{\"a\": null}\n{\"a\": \"x\"}\n")
                        .columns()
                        .get(0)
                        .nulls())
                .isEqualTo(1);
    }

    @Test
    void aColumnThatAppearsBehindTheFirstPart() {
        String rows = "{\"a\": 1}\n".repeat(130_000) + "{\"a\": 2, \"b\": 3}\n";
        IngestSummary summary = ingest("rows.jsonl", rows);
        assertThat(summary.rows()).isEqualTo(130_001);
        assertThat(summary.columns()).extracting(IngestSummary.Column::nulls).containsExactly(0L, 130_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [1, 2]                      | 1  | not a JSON object: each line is one, such as {"area": 80, "street": "Pave"}.
            17                          | 1  | not a JSON object: each line is one, such as {"area": 80, "street": "Pave"}.
            {"area": [1]}               | 10 | the field "area" holds an array, which no column can: leave it out, or give its parts fields of their own.
            {"area": {"x": 1}}          | 10 | the field "area" holds an object, which no column can: leave it out, or give its parts fields of their own.
            {"area": 1, "area": 2}      | 13 | the object has the field "area" twice.
            {"area": "big"}             | 10 | the field "area" is a string, but a number in line 1 of houses.jsonl: write all its values alike, and null where there is none.
            {"street": true}            | 12 | the field "street" is true or false, but a string in line 1 of houses.jsonl: write all its values alike, and null where there is none.
            {"Area": 1}                 | 2  | the fields "area" and "Area" differ only in upper and lower case.
            {"": 1}                     | 2  | the field "" has no name.
            {"area": 1} {"area": 2}     | 13 | text follows the object: each object has a line of its own.
            {"street": "\\ud800"}       | 12 | the field "street" has half of a surrogate pair (\\ud800 to \\udfff), which is no character.
            {"area": 1                  | 11 | the line ends within an object: an object has one line, with no line breaks in it.
            """)
    void linesThatAreNoRows(String line, int column, String why) {
        assertThat(refused(HOUSES + line.replace("\\\\", "\\") + "\n" + HOUSES))
                .isEqualTo("houses.jsonl, line 3, column " + column + ": " + why.replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @CsvSource({"'{\"area\": NaN}', 13", "'{\"area\": 007}', 11", "'{area: 1}', 2", "'{''area'': 1}', 2", "'', 1"})
    void linesThatAreNoJson(String line, int column) {
        assertThat(refused(HOUSES + line + "\n" + HOUSES))
                .startsWith("houses.jsonl, line 3, column " + column)
                .contains(": not ");
    }

    @Test
    void aFileThatWasCutOff() {
        assertThat(refused(HOUSES + "{\"area\": 7, \"str"))
                .isEqualTo(
                        "houses.jsonl, line 3, column 17: the file ends within an object: it was cut off; upload it again.");
    }

    @Test
    void otherEncodings() {
        workplace.file("houses.jsonl", (HOUSES + "{\"é\": \"Café\"}\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusedPlan(plan("houses.jsonl")))
                .isEqualTo("houses.jsonl, line 3, column 3: not UTF-8 text: save the file as UTF-8.");
        assertThat(refused("\ufeff" + HOUSES)).startsWith("houses.jsonl, line 1, column 1: a byte order mark");
        workplace.file("houses.jsonl", ("\ufeff" + HOUSES).getBytes(StandardCharsets.UTF_16LE));
        assertThat(refusedPlan(plan("houses.jsonl"))).startsWith("houses.jsonl, line 1, column 1: not UTF-8 text");
    }

    @Test
    void aLineThatNoMemoryShouldHold() {
        assertThat(refused(HOUSES + "{\"area\": \"" + "x".repeat(9 << 20) + "\"}"))
                .isEqualTo("houses.jsonl, line 3: longer than 8 MiB, which no line may be.");
    }

    @Test
    void noFieldsAtAll() {
        assertThat(refused("{}\n{}\n")).isEqualTo("houses.jsonl has no rows with fields.");
    }

    @Test
    void aMisfitInALaterFileIsNamedByItsLine() {
        workplace.file("in/a.jsonl", HOUSES);
        workplace.file("in/b.jsonl", "{\"area\": 1}\n{\"street\": \"7\"}\n");
        assertThat(refusedPlan(plan("in/*").format(DataFormat.JSON_LINES).column("street", ColumnType.NUMBER, null)))
                .contains("but line 1 of in/a.jsonl has \"Pave\"");
        assertThat(workplace
                        .ingest(plan("in/*.jsonl")
                                .column("street", null, ColumnRole.KEY)
                                .build())
                        .summary()
                        .rows())
                .isEqualTo(4);
    }
}
