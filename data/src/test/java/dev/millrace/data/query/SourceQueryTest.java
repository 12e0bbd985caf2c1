package dev.millrace.data.query;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.data.reading.RowBatch;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceQueryTest {
    private static final String HOUSES = """
            id,zip,condition,area,price
            1,01010,Normal,80,100.5
            2,01020,Abnorml,95,
            3,01010,Normal,70,90
            4,01030,Family,75,95
            """;

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    @Test
    void theResultIsTheVersion() {
        workplace.file("normal.csv", """
                id,zip,condition,area,price
                1,01010,Normal,80,100.5
                3,01010,Normal,70,90
                """);
        IngestResult normal = workplace.ingest(plan("normal.csv").build());

        IngestResult queried = houses("select * from source where condition = 'Normal'");

        assertThat(queried.summary().rows()).isEqualTo(2);
        assertThat(queried.summary().digest()).isEqualTo(normal.summary().digest());
    }

    @Test
    void columnsDescribeTheResult() {
        IngestResult result = workplace.ingest(housesPlan("""
                        -- one row a zip
                        select zip, avg(area)::integer as area, count(*) as houses
                        from source group by zip order by zip;
                        """)
                .column("zip", ColumnType.CATEGORY, ColumnRole.KEY)
                .label("houses")
                .build());

        try (var rows = workplace.open(result);
                var batches = rows.read(Split.TRAIN, List.of("zip", "area", "houses"), 10)) {
            assertThat(rows.manifest().columns())
                    .containsExactly(
                            new Column("zip", ColumnType.CATEGORY),
                            new Column("area", ColumnType.INTEGER),
                            new Column("houses", ColumnType.INTEGER));
            RowBatch batch = batches.next();
            assertThat(batch.texts("zip")).containsExactly("01010", "01020", "01030");
            assertThat(batch.numbers("area")).containsExactly(75, 95, 75);
        }
    }

    @Test
    void typesOfTheResultAreTheSourcesOrTheirsWhoSaySo() {
        IngestResult result = workplace.ingest(housesPlan(
                        "select id, price::decimal(9,2) as price, date '2024-01-01' as sold, area > 72 as large, zip || '!' as code from source")
                .column("id", ColumnType.CATEGORY, null)
                .build());

        try (var rows = workplace.open(result)) {
            assertThat(rows.manifest().columns().stream().map(Column::type))
                    .containsExactly(
                            ColumnType.CATEGORY,
                            ColumnType.NUMBER,
                            ColumnType.TIMESTAMP,
                            ColumnType.BOOLEAN,
                            ColumnType.CATEGORY);
        }
    }

    @Test
    void rowsKeepTheSourcesOrderOrGetTheQuerys() {
        StringBuilder csv = new StringBuilder("n,parity\n");
        for (int n = 0; n < 125_000; n++) {
            csv.append(n).append(',').append(n % 2 == 0 ? "even" : "odd").append('\n');
        }
        workplace.file("n.csv", csv.toString());
        String joined = "select s.*, p.odd from source s join (values ('even', false), ('odd', true)) as p(parity, odd)"
                + " on p.parity = s.parity order by s.rowid";

        IngestResult plain = workplace.ingest(plan("n.csv").build());
        IngestResult kept = workplace.ingest(
                plan("n.csv").query("select * from source where n >= 0").build());
        IngestResult one =
                workplace.threads(1).ingest(plan("n.csv").query(joined).build());
        IngestResult three =
                workplace.threads(3).ingest(plan("n.csv").query(joined).build());

        assertThat(kept.summary().digest()).isEqualTo(plain.summary().digest());
        assertThat(three.summary().digest()).isEqualTo(one.summary().digest());
    }

    @Test
    void aQueryThatLeavesTheOrderOpenIsRefused() {
        for (String query : List.of(
                "select zip, count(*) as n from source group by zip",
                "select zip, count(*) as n from source group by all",
                "select distinct zip from source",
                "select a.* from source a join source b on a.id = b.id",
                "select * from source where id in (select max(id) from source)",
                "select zip from source union select condition from source",
                "with zips as (select distinct zip from source) select * from zips")) {
            assertThat(refused(query))
                    .contains("does not decide the order of its rows")
                    .contains("ORDER BY");
        }
        assertThat(houses("select count(*) as n, max(area) as area from source")
                        .summary()
                        .rows())
                .isEqualTo(1);
        assertThat(houses("select zip from source union all select condition from source limit 3")
                        .summary()
                        .rows())
                .isEqualTo(3);
    }

    @Test
    void aQueryThatGivesOtherRowsIsRefused() {
        String first = "VALUES (1, 'a', 1.5::double, NULL), (2, 'b', 'nan'::double, 3)";

        assertThat(difference(first, first)).isEmpty();
        assertThat(difference(first, "VALUES (1, 'a', 1.5::double, NULL), (2, 'c', 'nan'::double, NULL)"))
                .hasValueSatisfying(message -> assertThat(message)
                        .startsWith(
                                "spec.query gave another row 2 when it was run again, with other values in \"col1\", \"col3\": a"
                                        + " version has one digest. End the query with ORDER BY"));
        assertThat(difference(first, first + " LIMIT 1")).hasValueSatisfying(message -> assertThat(message)
                .startsWith("spec.query gave 2 rows, and 1 when it was run again: a version has one digest."));
    }

    private Optional<String> difference(String result, String again) {
        var resources = workplace.resources();
        try (Session session = Session.confined(resources.scratch().resolve("query.duckdb"), true, resources)) {
            session.execute("CREATE TABLE result AS (" + result + ")");
            session.execute("CREATE TABLE again AS (" + again + ")");
            SourceQuery.requireSame(session.describe("SELECT * FROM result"), session, new SensitiveColumns(Set.of()));
            return Optional.empty();
        } catch (StepException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    @Test
    void anEmptyResultIsRefused() {
        assertThat(refused("select * from source where area > 1000"))
                .isEqualTo("spec.query gives no rows: nothing in the source meets its conditions.");
    }

    @Test
    void mistakesAreToldWithTheirPlace() {
        assertThat(refused("select *\nfrom source\nwhere prize > 3"))
                .isEqualTo(
                        "spec.query, line 3, column 7: Referenced column \"prize\" not found in FROM clause! Candidate bindings: \"price\", \"zip\".");
        assertThat(refused("select * frm source"))
                .isEqualTo("spec.query, line 1, column 14: syntax error at or near \"source\".");
        assertThat(refused("select rond(price) from source"))
                .isEqualTo(
                        "spec.query, line 1, column 8: Scalar Function with name rond does not exist! Did you mean \"round\"?");
        assertThat(refused("select * from houses"))
                .isEqualTo("spec.query names the table \"houses\": there is only the table source.");
        assertThat(refused("select id,\n zip::integer,\n condition::integer as c from source"))
                .isEqualTo(
                        "spec.query, line 3, column 11: Could not convert string 'Normal' to INT32 when casting from source"
                                + " column condition.");
        assertThat(refused("select id, id from source")).isEqualTo("spec.query: two columns have the name \"id\".");
        assertThat(refused("select [id] as ids from source"))
                .isEqualTo(
                        "spec.query: column \"ids\" has the type BIGINT[], which no column can have: cast it to text or a number, or leave it out.");
        assertThat(refused(
                        housesPlan("select id, zip from source").label("price").build()))
                .isEqualTo("spec.columns[price].name: the query's result has no column \"price\"; it has id, zip.");
        assertThat(refused("select id, 'infinity'::double as much from source"))
                .isEqualTo(
                        "Column \"much\": row 1 of the query's result is infinite: write a number, or leave it out.");
        assertThat(refused(" ; ")).isEqualTo("spec.query is empty: write a SELECT over the table source.");
    }

    @Test
    void rowsThatFillTheDatabaseAreStopped() {
        Resources little = new Resources(1L << 30, 2, workplace.resources().scratch(), 8L << 20);
        IngestPlan plan = housesPlan("select sha256(range::varchar) as h from range(100000000)")
                .build();

        StepException stopped = assertThrows(StepException.class, () -> workplace.ingest(plan, little, () -> {}));

        assertThat(stopped.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(stopped).hasMessageContaining("spec.query was stopped: its rows take more than 8 MiB");
    }

    @Test
    void aRequestToStopEndsAQueryThatRuns() {
        IngestPlan plan = housesPlan(
                        "select count(*) as n from range(10000000) a, range(10000000) b where a.range * b.range % 7 = 3 order by n")
                .build();
        StepException signal = new StepException(FailureReason.TRANSIENT, "asked to stop");
        Thread ingest = Thread.currentThread();

        StepException stopped = assertThrows(
                StepException.class,
                () -> workplace.ingest(plan, workplace.resources(), () -> {
                    // The watch asks, not the thread that waits for the query.
                    if (Thread.currentThread() != ingest) {
                        throw signal;
                    }
                }));

        assertThat(stopped).isSameAs(signal);
    }

    @Test
    void aResultLargerThanMemory() {
        Resources small = new Resources(100L << 20, 2, workplace.resources().scratch(), 2L << 30);
        IngestPlan plan = housesPlan(
                        "select sha256(a.range::varchar) as h, a.range as n from range(200000) a order by h")
                .column("h", ColumnType.TEXT, null)
                .build();

        assertThat(workplace.ingest(plan, small, () -> {}).summary().rows()).isEqualTo(200_000);
    }

    private Workplace.Plan housesPlan(String query) {
        workplace.file("houses.csv", HOUSES);
        return plan("houses.csv").query(query);
    }

    private IngestResult houses(String query) {
        return workplace.ingest(housesPlan(query).build());
    }

    private String refused(String query) {
        return refused(housesPlan(query).build());
    }

    private String refused(IngestPlan plan) {
        StepException refusal = assertThrows(StepException.class, () -> workplace.ingest(plan));
        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        return String.valueOf(refusal.getMessage());
    }
}
