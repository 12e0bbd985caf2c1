package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.Workplace;
import dev.millrace.data.part.LocalWorkers;
import dev.millrace.data.source.SourceFile;
import dev.millrace.data.source.SourceFiles;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many machines make the very version that one makes. */
class PartedIngestTest {
    private final Workplace one = new Workplace();
    private final Workplace many = new Workplace();

    @AfterEach
    void close() {
        one.close();
        many.close();
    }

    private void file(String name, String content) {
        one.file(name, content);
        many.file(name, content);
    }

    private IngestResult parted(IngestPlan plan) {
        try {
            List<SourceFile> files = SourceFiles.find(plan.source(), many.source());
            return PartedIngest.run(
                    new IngestRequest(plan, files, many.store(), many.resources(), () -> {}),
                    Ingest.sources(plan, files),
                    new LocalWorkers(many));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private IngestSummary assertSame(IngestPlan plan) {
        IngestResult expected = one.ingest(plan);
        IngestResult found = parted(plan);
        assertThat(found)
                .usingRecursiveComparison()
                .ignoringFields("summary.location", "sources.state")
                .isEqualTo(expected);
        return found.summary();
    }

    /** Rows of all types, with what they lack and with line breaks, quotes and repeats. */
    private static String rows(int from, int count) {
        Random random = new Random(from);
        StringBuilder csv = new StringBuilder("id,area,street,note,sold,pool,price\n");
        for (int id = from; id < from + count; id++) {
            int street = random.nextInt(7);
            csv.append(id)
                    .append(',')
                    .append(random.nextInt(20) == 0 ? "" : String.valueOf(random.nextInt(9_000) / 7.0))
                    .append(",Street ")
                    .append(street)
                    .append(
                            random.nextInt(3) == 0
                                    ? ",\"said \"\"no\"\"\nand " + random.nextInt() + "\""
                                    : ",word " + id)
                    .append(",2024-0")
                    .append(1 + random.nextInt(9))
                    .append("-11,")
                    .append(random.nextBoolean())
                    .append(',')
                    .append(random.nextInt(50) == 0 ? "" : String.valueOf(street * 10 + 1))
                    .append('\n');
        }
        return csv.toString();
    }

    private static Workplace.Plan houses() {
        return plan("*.csv").column("id", null, ColumnRole.KEY).label("price").split(0.7, 0.2, 0.1);
    }

    @Test
    void rowsOfManyFilesMakeTheSameVersion() {
        file("a.csv", rows(0, 16_000));
        file("b.csv", rows(30_000, 3));
        file("c.csv", "id,area,street,note,sold,pool,price\n");
        file("d.csv", rows(10_000, 24_000));
        file("e.csv", rows(90_000, 5_000));

        IngestSummary summary =
                assertSame(houses().test("{\"name\": \"areas\", \"column\": \"area\", \"min\": 1, \"max\": 1280}")
                        .build());

        assertThat(summary.rows()).isEqualTo(45_003);
        assertThat(summary.tests().failures().get(0).examples()).hasSize(5);
        assertThat(summary.warnings()).anyMatch(warning -> warning.startsWith("Feature \"street\" alone"));
    }

    @Test
    void aParentIsComparedWith() {
        file("a.csv", rows(0, 500));
        file("b.csv", rows(500, 200));
        one.ingest(houses().build());
        IngestSummary parent = many.ingest(houses().build()).summary();
        file("b.csv", rows(650, 300));

        IngestSummary summary = assertSame(houses().parent(parent).build());

        assertThat(summary.diff()).isNotNull();
    }

    @Test
    void typesFollowFromAllFiles() {
        file("a.csv", "n,t,m\n1,2024-01-01,1\n2,,2\n");
        file("b.csv", "n,t,m\n1.5,never,3\n,2024-01-01,4\n7,x,5\n8,y,6\n9,z,7\n10,w,8\n11,v,9\n12,u,none\n");

        IngestSummary summary = assertSame(plan("*.csv").build());

        assertThat(summary.columns())
                .extracting(IngestSummary.Column::type)
                .containsExactly(ColumnType.NUMBER, ColumnType.CATEGORY, ColumnType.CATEGORY);
        assertThat(summary.warnings()).anyMatch(warning -> warning.contains("row 8 of b.csv has \"none\""));
    }

    @Test
    void rowsOfParquetMakeTheSameVersion() {
        for (Workplace workplace : List.of(one, many)) {
            workplace.sql(
                    "COPY (SELECT i AS id, i % 7 AS g, 'a' || (i % 900) AS c, i / 3.0 AS x FROM range(20000) r(i))"
                            + " TO '$source/a.parquet' (FORMAT parquet)");
            workplace.sql("COPY (SELECT i AS id, i % 5 AS g, NULL::VARCHAR AS c, i * 1.5 AS x FROM range(3000) r(i))"
                    + " TO '$source/b.parquet' (FORMAT parquet)");
        }

        assertSame(plan("*.parquet").sensitive("x", null, null).build());
    }

    @Test
    void refusalsAreThoseOfTheFirstPart() {
        file("a.csv", "a,b\n1,2\n");
        file("b.csv", "a,b\n1,2,3\n");
        file("c.csv", "a,b\n1\n");

        assertThatThrownBy(() -> parted(plan("*.csv").build()))
                .isInstanceOf(StepException.class)
                .hasMessage("b.csv, line 2: the row has 3 fields, but the header has 2.");
        file("b.csv", "a,x\n1,2\n");
        assertThatThrownBy(() -> parted(plan("*.csv").build()))
                .hasMessageContaining("b.csv has other columns than a.csv: column 2 is \"x\" instead of \"b\"");
        file("b.csv", "a,b\n1,2\n");
        file("c.csv", "a,b\n1,many\n");
        assertThatThrownBy(() -> parted(
                        plan("*.csv").column("b", ColumnType.INTEGER, null).build()))
                .hasMessageContaining("declared an integer, but row 1 of c.csv has \"many\"");
        assertThatThrownBy(
                        () -> parted(plan("*.csv").query("select * from source").build()))
                .hasMessageContaining("spec.query looks at all rows at once");
    }
}
