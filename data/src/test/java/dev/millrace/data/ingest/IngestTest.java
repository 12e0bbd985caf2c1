package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Split;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Column;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.contract.report.IngestSummary.Figures;
import dev.millrace.contract.report.IngestSummary.SplitRows;
import dev.millrace.contract.report.IngestSummary.Tests;
import dev.millrace.contract.report.StepReport.SourceFile;
import dev.millrace.data.Workplace;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.reading.RowBatch;
import dev.millrace.data.reading.RowBatches;
import dev.millrace.store.StoreException.ContentMissing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTest {
    private static final String HOUSES = """
            id,area,street,sold,pool,price
            1,80.5,Pave,2024-02-29,true,100
            2,95,Grvl,2024-03-01T12:00:00+02:00,false,
            3,,Pave,2024-03-02,TRUE,90
            4,70,"Pave ""B""\",2024-03-03,false,95
            """;

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    private static Workplace.Plan houses() {
        return plan("houses.csv").column("id", null, ColumnRole.KEY).label("price");
    }

    @Test
    void aVersionOfSmallCsv() {
        workplace.file("houses.csv", HOUSES);

        IngestResult result = workplace.ingest(houses().build());

        IngestSummary summary = result.summary();
        assertThat(summary.rows()).isEqualTo(4);
        assertThat(summary.columnCount()).isEqualTo(6);
        assertThat(summary.columns())
                .extracting(Column::type)
                .containsExactly(
                        ColumnType.INTEGER,
                        ColumnType.NUMBER,
                        ColumnType.CATEGORY,
                        ColumnType.TIMESTAMP,
                        ColumnType.BOOLEAN,
                        ColumnType.INTEGER);
        assertThat(summary.columns().get(5))
                .isEqualTo(new Column(
                        "price",
                        ColumnType.INTEGER,
                        ColumnRole.LABEL,
                        1,
                        LongNode.valueOf(90),
                        LongNode.valueOf(100),
                        95.0,
                        new Figures(3, Math.sqrt(50.0 / 3), 90.0, 95.0, 100.0)));
        assertThat(summary.columns().get(2).more()).isEqualTo(new Figures(3, null, null, null, null));
        assertThat(summary.columns().get(3).min().asText()).isEqualTo("2024-02-29T00:00:00Z");
        assertThat(summary.splits()).isEqualTo(new SplitRows(3, 0, 0, 1));
        assertThat(summary.tests()).isEqualTo(new Tests(0, 0, 0, List.of()));
        assertThat(summary.newBytes()).isEqualTo(summary.sizeBytes()).isPositive();
        assertThat(result.sources())
                .extracting(SourceFile::path, SourceFile::size)
                .containsExactly(tuple("houses.csv", (long) HOUSES.length()));
        assertThat(result.blobs())
                .hasSize(5)
                .allSatisfy(blob -> assertThat(workplace.store().verify(blob)).isPositive());
    }

    @Test
    void whatWasStoredIsReadBack() {
        workplace.file("houses.csv", HOUSES);
        IngestResult result = workplace.ingest(houses().build());

        try (DatasetReader reader = workplace.open(result)) {
            assertThat(reader.rows(Split.TRAIN)).isEqualTo(3);
            assertThat(reader.profile().columns()).hasSize(6);
            List<RowBatch> batches = read(reader, Split.TRAIN, List.of("street", "area", "sold", "pool", "price"), 2);
            assertThat(batches).extracting(RowBatch::rows).containsExactly(2, 1);
            assertThat(batches.get(0).texts("street")).containsExactly("Pave", "Pave");
            assertThat(batches.get(0).numbers("area")).containsExactly(80.5, Double.NaN);
            assertThat(batches.get(0).numbers("pool")).containsExactly(1, 1);
            assertThat(batches.get(1).texts("street")).containsExactly("Pave \"B\"");
            assertThat(batches.get(1).numbers("sold")).containsExactly(1_709_424_000_000_000.0);
            assertThat(read(reader, Split.TEST, List.of("area"), 2)).isEmpty();
        }
    }

    private static List<RowBatch> read(DatasetReader reader, Split split, List<String> columns, int rows) {
        List<RowBatch> batches = new ArrayList<>();
        try (RowBatches reading = reader.read(split, columns, rows)) {
            for (RowBatch batch = reading.next(); batch != null; batch = reading.next()) {
                batches.add(batch);
            }
        }
        return batches;
    }

    @Test
    void theSameAgainAddsNothing() {
        workplace.file("houses.csv", HOUSES);
        IngestSummary first = workplace.ingest(houses().build()).summary();

        IngestSummary second = workplace.ingest(houses().build()).summary();

        assertThat(second.newBytes()).isZero();
        assertThat(second.sizeBytes()).isEqualTo(first.sizeBytes());
        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.view()).isEqualTo(first.view());
    }

    @Test
    void rolesAndSplitsMakeAnotherViewOfTheSameRows() {
        workplace.file("houses.csv", HOUSES);
        IngestSummary first = workplace.ingest(houses().build()).summary();

        IngestSummary second =
                workplace.ingest(plan("houses.csv").label("area").build()).summary();

        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.view()).isNotEqualTo(first.view());
    }

    @Test
    void theDiffCountsRowsWithMultiplicity() {
        workplace.file("houses.csv", "a,b\n1,x\n1,x\n2,y\n3,z\n");
        Digest parent = workplace.ingest(plan("houses.csv").build()).summary().digest();
        workplace.file("houses.csv", "a,b\n4,z\n2,y\n1,x\n5,z\n6,z\n");

        IngestSummary child =
                workplace.ingest(plan("houses.csv").parent(parent).build()).summary();

        assertThat(child.diff()).isEqualTo(new Diff(3, 2, null, List.of(), List.of(), List.of(), List.of()));
        assertThat(workplace
                        .ingest(plan("houses.csv").parent(child.digest()).build())
                        .summary()
                        .diff())
                .isEqualTo(new Diff(0, 0, null, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void aParentThatIsNotInTheStoreEndsTheIngestBeforeRowsAreStored() {
        workplace.file("houses.csv", "a,b\n1,x\n2,y\n");

        assertThatThrownBy(() -> workplace.ingest(
                        plan("houses.csv").parent(Digest.of(new byte[] {1})).build()))
                .isInstanceOf(ContentMissing.class);

        assertThat(workplace.root().resolve("store/blobs")).doesNotExist();
    }

    @Test
    void leaksAndNearNumbersAreWarnedOf() {
        StringBuilder csv = new StringBuilder("copy,size,noise,label\n");
        for (int i = 0; i < 200; i++) {
            csv.append(2.5 * i)
                    .append(',')
                    .append(i == 150 ? "n/a" : i % 13)
                    .append(',')
                    .append(i * 7 % 31)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        workplace.file("houses.csv", csv.toString());

        assertThat(workplace
                        .ingest(plan("houses.csv").label("label").build())
                        .summary()
                        .warnings())
                .containsExactly(
                        "Column \"size\" was taken as a category, though nearly all its values are numbers: row 151 of houses.csv has \"n/a\". A missing value is an empty field.",
                        "Feature \"copy\" alone gives the label away (R² 1.000 on the train split): is it known before the label is? If not, give it the role ignore.");
    }

    @Test
    void rowsThatAKeyTearsApartAreWarnedOf() {
        StringBuilder csv = new StringBuilder("id,a,label\n");
        for (int i = 0; i < 400; i++) {
            csv.append(i).append(',').append(i / 2).append(',').append(i % 5).append('\n');
        }
        workplace.file("houses.csv", csv.toString());

        List<String> byKey = workplace
                .ingest(plan("houses.csv")
                        .column("id", null, ColumnRole.KEY)
                        .label("label")
                        .split(0.5, 0, 0.5)
                        .build())
                .summary()
                .warnings();
        List<String> byFeatures = workplace
                .ingest(plan("houses.csv")
                        .column("id", null, ColumnRole.IGNORE)
                        .label("label")
                        .split(0.5, 0, 0.5)
                        .build())
                .summary()
                .warnings();

        assertThat(byKey).hasSize(1);
        assertThat(byKey.get(0)).matches("[0-9]+ rows have the same features as a row of another split: .*");
        assertThat(byFeatures).isEmpty();
    }

    @Test
    void typesComeFromTheWholeColumn() {
        StringBuilder csv = new StringBuilder("late,answer,zip,word,mixed\n");
        for (int i = 0; i < 30_000; i++) {
            csv.append(i == 29_999 ? "1.5" : "1")
                    .append(i % 2 == 0 ? ",Yes" : ",No")
                    .append(i == 0 ? ",01234" : ",12345")
                    .append(",w")
                    .append(i)
                    .append(i == 29_999 ? ",x" : "," + i)
                    .append('\n');
        }
        workplace.file("t.csv", csv.toString());

        assertThat(workplace.ingest(plan("t.csv").build()).summary().columns())
                .extracting(Column::type)
                .containsExactly(
                        ColumnType.NUMBER, ColumnType.CATEGORY, ColumnType.CATEGORY, ColumnType.TEXT, ColumnType.TEXT);
    }

    /** The first rows suggest a category, all rows a text: their chunks are the same, and stored by the first attempt. */
    @Test
    void whatIsReadOnceMoreIsStillNew() {
        StringBuilder csv = new StringBuilder("word,n\n");
        for (int i = 0; i < 150_000; i++) {
            csv.append('w')
                    .append(i < 100_000 ? i % 500 : i)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        workplace.file("t.csv", csv.toString());

        IngestSummary summary = workplace.ingest(plan("t.csv").build()).summary();

        assertThat(summary.columns().get(0).type()).isEqualTo(ColumnType.TEXT);
        assertThat(summary.newBytes()).isEqualTo(summary.sizeBytes());
    }

    @Test
    void declaredTypesTakeOtherForms() {
        workplace.file("t.csv", "zip,code,flag,n\n12345,007,1,+5\n54321,5.0,0,1e3\n");

        IngestResult result = workplace.ingest(plan("t.csv")
                .column("zip", ColumnType.CATEGORY, null)
                .column("code", ColumnType.INTEGER, null)
                .column("flag", ColumnType.BOOLEAN, null)
                .column("n", ColumnType.NUMBER, null)
                .build());

        try (DatasetReader reader = workplace.open(result)) {
            RowBatch batch = read(reader, Split.TRAIN, List.of("zip", "code", "flag", "n"), 10)
                    .get(0);
            assertThat(batch.texts("zip")).containsExactly("12345", "54321");
            assertThat(batch.numbers("code")).containsExactly(7, 5);
            assertThat(batch.numbers("flag")).containsExactly(1, 0);
            assertThat(batch.numbers("n")).containsExactly(5, 1000);
        }
    }

    @Test
    void namesMayBeAnyText() {
        workplace.file("odd [1]?.csv", "\"a,b\",\"say \"\"hi\"\"\",größe,select,😀\n1,2,3,4,5\n");

        IngestSummary summary =
                workplace.ingest(plan("odd [[]1]?.csv").label("select").build()).summary();

        assertThat(summary.columns())
                .extracting(Column::name)
                .containsExactly("a,b", "say \"hi\"", "größe", "select", "😀");
    }

    @Test
    void aConfigMapsKey() {
        workplace.file("houses.csv", HOUSES);

        IngestResult result =
                workplace.ingest(houses().source(new SourcePlan.ConfigMapKey("houses.csv", Digest.of(HOUSES)))
                        .build());

        assertThat(result.summary().rows()).isEqualTo(4);
    }
}
