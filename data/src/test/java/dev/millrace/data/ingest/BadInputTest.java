package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bad input is told apart, with the file, line, column or field, and what to do. */
class BadInputTest {
    private static final String HOUSES = "area,street,price\n80,Pave,100\n95,Grvl,120\n70,Pave,90\n";

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private String refused(Workplace.Plan plan) {
        StepException refusal = catchThrowableOfType(StepException.class, () -> workplace.ingest(plan.build()));
        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        return refusal.getMessage();
    }

    private String refusedFile(String content) {
        workplace.file("houses.csv", content);
        return refused(plan("houses.csv"));
    }

    @Test
    void anEmptyFile() {
        assertThat(refusedFile("")).isEqualTo("houses.csv is empty: it has no rows.");
    }

    @Test
    void aHeaderWithoutRows() {
        assertThat(refusedFile("area,street,price\n")).isEqualTo("houses.csv has columns but no rows.");
        assertThat(refusedFile("area,street,price")).isEqualTo("houses.csv has columns but no rows.");
    }

    @Test
    void headersThatDoNotNameTheColumns() {
        assertThat(refusedFile("area,,price\n1,2,3\n")).isEqualTo("houses.csv: column 2 has no name in the header.");
        assertThat(refusedFile("area,price,area\n1,2,3\n"))
                .isEqualTo("houses.csv: columns 1 and 3 are both named \"area\".");
        assertThat(refusedFile("area,price,Area\n1,2,3\n"))
                .isEqualTo("houses.csv: columns 1 and 3 differ only in upper and lower case (\"area\", \"Area\").");
        assertThat(refusedFile("area;price\n1;2\n"))
                .isEqualTo("houses.csv has only one column, \"area;price\": fields must be separated by commas.");
        assertThat(refusedFile("\"area,price\n1,2\n"))
                .isEqualTo("houses.csv: the header has a quote that is not closed.");
    }

    @Test
    void rowsWithTooFewOrTooManyFields() {
        assertThat(refusedFile(HOUSES + "12\n"))
                .isEqualTo("houses.csv, line 5: the row has 1 fields, but the header has 3.");
        assertThat(refusedFile(HOUSES + "12,Pave,3,4\n" + HOUSES))
                .isEqualTo("houses.csv, line 5: the row has 4 fields, but the header has 3.");
    }

    @Test
    void aRaggedRowInTheSecondOfTwoFiles() {
        workplace.file("a.csv", HOUSES);
        workplace.file("b.csv", HOUSES + "1,2\n");
        assertThat(refused(plan("*.csv"))).isEqualTo("b.csv, line 5: the row has 2 fields, but the header has 3.");
    }

    @Test
    void aQuoteThatIsNotClosed() {
        assertThat(refusedFile(HOUSES + "12,\"Pave,3\n1,2,3\n"))
                .isEqualTo(
                        "houses.csv, line 5: a quoted field is not closed, or text follows its closing quote (quotes within are doubled).");
    }

    @Test
    void anotherEncoding() {
        workplace.file("houses.csv", (HOUSES + "60,Café,80\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused(plan("houses.csv")))
                .isEqualTo("houses.csv, line 5, column 7: not UTF-8 text: save the file as UTF-8.");

        workplace.file("houses.csv", ("\ufeff" + HOUSES).getBytes(StandardCharsets.UTF_16LE));
        assertThat(refused(plan("houses.csv"))).isEqualTo("houses.csv is encoded as UTF-16: save it as UTF-8.");

        workplace.file("houses.csv", "größe,price\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused(plan("houses.csv")))
                .isEqualTo("houses.csv: the header (line 1) is not UTF-8 text: save the file as UTF-8.");
    }

    @Test
    void binaryGarbage() {
        byte[] garbage = new byte[10_000];
        new Random(1).nextBytes(garbage);
        workplace.file("houses.csv", garbage);
        assertThat(refused(plan("houses.csv"))).startsWith("houses.csv");

        workplace.file("houses.parquet", garbage);
        assertThat(refused(plan("houses.parquet"))).startsWith("houses.parquet cannot be read as Parquet: ");
    }

    @Test
    void truncatedCompressedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(HOUSES.getBytes(StandardCharsets.UTF_8));
        }
        byte[] gzip = bytes.toByteArray();
        workplace.file("houses.csv.gz", Arrays.copyOf(gzip, gzip.length - 4));
        assertThat(refused(plan("houses.csv.gz")))
                .startsWith("houses.csv.gz is a damaged or truncated gzip file (")
                .endsWith("): upload it again.");

        gzip[gzip.length - 8] ^= 1;
        workplace.file("houses.csv.gz", gzip);
        assertThat(refused(plan("houses.csv.gz"))).startsWith("houses.csv.gz is a damaged or truncated gzip file (");

        byte[] zstd = com.github.luben.zstd.Zstd.compress(HOUSES.getBytes(StandardCharsets.UTF_8));
        workplace.file("houses.csv.zst", Arrays.copyOf(zstd, zstd.length - 4));
        assertThat(refused(plan("houses.csv.zst"))).startsWith("houses.csv.zst is a damaged or truncated zstd file (");
    }

    @Test
    void anUnknownColumnInEveryPlaceAtOnce() {
        workplace.file("houses.csv", HOUSES);
        String message = refused(plan("houses.csv")
                .column("areas", null, null)
                .test("{'name': 'paved', 'column': 'Steet', 'nullable': false}")
                .split(0.8, 0.1, 0.1, "zzzzzzzz"));
        assertThat(message)
                .isEqualTo("spec.columns[areas].name: the source has no column \"areas\"; did you mean \"area\"? "
                        + "spec.tests[paved].column: the source has no column \"Steet\"; did you mean \"street\"? "
                        + "spec.split.columns: the source has no column \"zzzzzzzz\"; it has area, street, price.");
    }

    @Test
    void columnsThatStrictColumnsDoesNotList() {
        workplace.file("houses.csv", HOUSES);
        assertThat(refused(
                        plan("houses.csv").strict().column("area", null, null).label("price")))
                .isEqualTo(
                        "spec.strictColumns: the source has columns that spec.columns does not list: street. List them, or leave out strictColumns.");
    }

    @Test
    void valuesThatAreNotOfTheDeclaredType() {
        workplace.file("houses.csv", HOUSES + "abc,Pave,80\n");
        assertThat(refused(plan("houses.csv").column("area", ColumnType.INTEGER, null)))
                .isEqualTo(
                        "spec.columns[area].type: the column is declared an integer, but row 4 of houses.csv has \"abc\": correct the file, or declare another type.");
        assertThat(refused(plan("houses.csv")
                        .column("street", ColumnType.BOOLEAN, null)
                        .column("price", ColumnType.TIMESTAMP, null)))
                .isEqualTo(
                        "spec.columns[street].type: the column is declared a boolean, but row 1 of houses.csv has \"Pave\": correct the file, or declare another type. "
                                + "spec.columns[price].type: the column is declared a timestamp, but row 1 of houses.csv has \"100\": correct the file, or declare another type.");
    }

    @Test
    void aMisfitInALaterFileIsNamedByItsOwnRow() {
        workplace.file("in/a.csv", HOUSES);
        workplace.file("in/b.csv", "area,street,price\n1,Pave,2\nbig,Pave,3\n");
        assertThat(refused(plan("in/*.csv").column("area", ColumnType.NUMBER, null)))
                .contains("but row 2 of in/b.csv has \"big\"");
    }

    @Test
    void aColumnWithoutValues() {
        assertThat(refusedFile("area,pool,price\n1,,2\n3,\"\",4\n"))
                .isEqualTo(
                        "Column \"pool\" has no values at all: fill it, or give it the role ignore in spec.columns.");
        workplace.ingest(
                plan("houses.csv").column("pool", null, ColumnRole.IGNORE).build());
    }

    @Test
    void noLabelAtAll() {
        workplace.file("houses.csv", "area,price\n1,\n2,\n");
        assertThat(refused(plan("houses.csv").label("price")))
                .isEqualTo("None of the 2 rows has a label: the label column has no values.");
    }

    @Test
    void aSplitThatGetsNoRow() {
        workplace.file("houses.csv", HOUSES);
        assertThat(refused(plan("houses.csv").split(0.999, 0, 0.001)))
                .isEqualTo(
                        "spec.split.fractions.test is 0.001, but none of the 3 labelled rows falls into test: give more rows or a larger fraction, or split by columns with more different values.");
    }

    @Test
    void fractionsThatAreNone() {
        workplace.file("houses.csv", HOUSES);
        assertThat(refused(plan("houses.csv").split(0.7, 0.2, 0.2)))
                .isEqualTo("spec.split.fractions: 0.7, 0.2 and 0.2 must be at least 0 and sum to 1.");
        assertThat(refused(plan("houses.csv").split(0, 0.5, 0.5)))
                .isEqualTo("spec.split.fractions.train is 0: nothing could be learned.");
    }

    @Test
    void aSplitByTheLabel() {
        workplace.file("houses.csv", HOUSES);
        assertThat(refused(plan("houses.csv").label("price").split(0.5, 0.25, 0.25, "price")))
                .isEqualTo(
                        "spec.split.columns: \"price\" is the label; a split by it would give the answers away. Name a key or features.");
    }

    @Test
    void rolesThatLeaveNothingToLearn() {
        workplace.file("houses.csv", HOUSES);
        assertThat(refused(plan("houses.csv").label("price").label("area")))
                .isEqualTo("spec.columns: area and price have the role label; there can be one.");
        assertThat(refused(plan("houses.csv")
                        .label("price")
                        .column("area", null, ColumnRole.KEY)
                        .column("street", null, ColumnRole.IGNORE)))
                .isEqualTo("spec.columns: no column is left with the role feature.");
    }

    @Test
    void filesThatAreNotThere() {
        workplace.file("houses.csv", HOUSES);
        workplace.file("more/x.csv", HOUSES);
        assertThat(refused(plan("flats/*.csv")))
                .isEqualTo(
                        "spec.source.volume.path: no file of the volume matches \"flats/*.csv\"; it has houses.csv, more.");
        assertThat(refused(plan("more")))
                .isEqualTo(
                        "spec.source.volume.path: \"more\" is a folder: name a file, or a pattern such as \"more/*.csv\".");
        assertThat(refused(plan("../*.csv")))
                .isEqualTo("spec.source.volume.path: \"../*.csv\" leads out of the volume.");
        assertThat(refused(plan("").source(new SourcePlan.ConfigMapKey("flats.csv", Digest.of("")))))
                .isEqualTo(
                        "spec.source.configMap.key: the ConfigMap has no key \"flats.csv\"; it has houses.csv, more.");
    }

    @Test
    void aConfigMapThatWasChanged() {
        workplace.file("houses.csv", HOUSES);
        workplace.ingest(plan("").source(new SourcePlan.ConfigMapKey("houses.csv", Digest.of(HOUSES)))
                .build());
        assertThat(refused(plan("").source(new SourcePlan.ConfigMapKey("houses.csv", Digest.of("before")))))
                .isEqualTo(
                        "spec.source.configMap: the key \"houses.csv\" was changed after this version was made; a version never changes. Make a new version of the new content.");
    }

    @Test
    void aFormatThatNobodyKnows() {
        workplace.file("houses.txt", HOUSES);
        assertThat(refused(plan("houses.txt")))
                .isEqualTo(
                        "spec.format: the name houses.txt does not tell its format: set spec.format to csv, parquet or jsonl.");
        workplace.ingest(plan("houses.txt").format(DataFormat.CSV).build());

        workplace.file("houses.csv", HOUSES);
        workplace.sql("COPY (SELECT 1 AS area) TO '$source/houses.parquet'");
        assertThat(refused(plan("houses.[cp]*")))
                .isEqualTo(
                        "spec.format: houses.csv and houses.parquet have different formats; a version is read from files of one.");
    }

    @Test
    void filesWithOtherColumns() {
        workplace.file("a.csv", HOUSES);
        workplace.file("b.csv", "area,price,street\n1,2,x\n");
        assertThat(refused(plan("*.csv")))
                .isEqualTo(
                        "b.csv has other columns than a.csv: column 2 is \"price\" instead of \"street\". All files of a source need the same columns in the same order.");
    }

    @Test
    void parquetColumnsThatAreNoColumns() {
        workplace.sql("COPY (SELECT 1 AS area, [1, 2] AS rooms) TO '$source/houses.parquet'");
        assertThat(refused(plan("houses.parquet")))
                .isEqualTo(
                        "houses.parquet: column \"rooms\" has the type INTEGER[], which no column can have: leave it out of the file, or write it as text or numbers.");
        workplace.sql("COPY (SELECT 1.5 AS area UNION ALL SELECT 'infinity'::DOUBLE) TO '$source/houses.parquet'");
        assertThat(refused(plan("houses.parquet")))
                .isEqualTo("Column \"area\": row 2 of houses.parquet is infinite: write a number, or leave it out.");
    }

    @Test
    void problemsAreNotToldByTheHundred() {
        String header =
                String.join(",", IntStream.range(0, 100).mapToObj(i -> "c" + i).toList());
        workplace.file("wide.csv", header + "\n" + ",".repeat(99) + "\n");
        assertThat(refused(plan("wide.csv")).split("no values at all")).hasSize(6);
        assertThat(List.of(refused(plan("wide.csv").strict()))).allMatch(text -> text.length() < 300);
    }
}
