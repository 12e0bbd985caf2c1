package dev.millrace.data.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.data.ingest.Origin;
import dev.millrace.data.source.RowSource.SourceColumn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a real PostgreSQL. */
class PostgreSqlTest {
    private static EmbeddedPostgres postgres;
    private static ServerUnderTest server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        assumeTrue(
                !System.getProperty("user.name").equals("root") || LinuxUtils.isUnshareAvailable(),
                "PostgreSQL does not run as root, and no other user can be made here (unshare -U)");
        postgres = EmbeddedPostgres.start();
        sql("create role reader login password 'hunter2'");
        sql(
                "create table houses (id int primary key, price numeric(12,2), street text, sold timestamptz, garden boolean)");
        sql("insert into houses values (2, 150000.10, 'Grvl', '2024-02-29 23:30:00-05', false),"
                + " (1, 100000.25, 'Pave', '2024-01-01 00:00:00.123456+00', true), (3, null, null, null, null)");
        sql("grant select on houses to reader");
        sql("create sequence counter");
        sql("grant usage on sequence counter to reader");
        sql("create table secrets (id int)");
        letInByPasswordOnly();
        server = new ServerUnderTest(login("reader", "hunter2"));
    }

    private static void letInByPasswordOnly() throws IOException, SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("show hba_file")) {
            found.next();
            Files.writeString(Path.of(found.getString(1)), """
                    host all postgres 127.0.0.1/32 trust
                    host all reader 127.0.0.1/32 scram-sha-256
                    """);
        }
        sql("select pg_reload_conf()");
    }

    private static void sql(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DatabaseLogin login(String user, String password) {
        return new DatabaseLogin(url("postgres"), user, password);
    }

    private static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void everyTypeHasItsCounterpart() {
        ServerUnderTest.Result result = server.read("""
                select 1::int2 as small, 9223372036854775807 as big, 0.1::float4 as single, 0.1::float8 as double,
                  12345678901234567.89::numeric as decimal, 'NaN'::float8 as nan, true as yes,
                  timestamp '1969-12-31 23:59:59.999999' as local, timestamptz '2024-06-01 00:00:00+02' as instant,
                  date '2024-02-29' as day, 'é'::char(2) as padded, ''::text as empty,
                  '6b221d5b-c9f8-4e0b-8e0c-1f4d5e6a7b8c'::uuid as uuid, null::int as nothing
                order by 1""");

        assertThat(result.columns().stream().map(SourceColumn::type))
                .containsExactly(
                        ColumnType.INTEGER,
                        ColumnType.INTEGER,
                        ColumnType.NUMBER,
                        ColumnType.NUMBER,
                        ColumnType.NUMBER,
                        ColumnType.NUMBER,
                        ColumnType.BOOLEAN,
                        ColumnType.TIMESTAMP,
                        ColumnType.TIMESTAMP,
                        ColumnType.TIMESTAMP,
                        null,
                        null,
                        null,
                        ColumnType.INTEGER);
        assertThat(ServerUnderTest.texts(result.rows().get(0), 14))
                .containsExactly(
                        "1",
                        "9223372036854775807",
                        "0.10000000149011612",
                        "0.1",
                        "1.2345678901234568E16",
                        "NaN",
                        "true",
                        "1969-12-31 23:59:59.999999",
                        "2024-05-31 22:00:00.0",
                        "2024-02-29 00:00:00.0",
                        "é ",
                        "",
                        "6b221d5b-c9f8-4e0b-8e0c-1f4d5e6a7b8c",
                        null);
    }

    @Test
    void theSameRowsAreTheSameVersionAsThoseOfAFile() throws IOException {
        Workplace workplace = server.workplace();
        workplace.file("houses.csv", """
                id,price,street,sold,garden
                1,100000.25,Pave,2024-01-01T00:00:00.123456Z,true
                2,150000.10,Grvl,2024-03-01T04:30:00Z,false
                3,,,,
                """);

        var ofFile = workplace.ingest(Workplace.plan("houses.csv").build());
        var ofDatabase = Ingest.run(new IngestRequest(
                Workplace.plan("")
                        .source(new SourcePlan.Jdbc("select * from houses order by id", "uid"))
                        .build(),
                new Origin.Database(new DatabaseSource(server.login(), ServerUnderTest.LOOPBACK)),
                workplace.store(),
                workplace.resources(),
                () -> {}));

        assertThat(ofDatabase.summary().digest()).isEqualTo(ofFile.summary().digest());
        assertThat(ofDatabase.sources()).isEmpty();
    }

    @Test
    void moreRowsThanAPartComeInTheirOrder() {
        ServerUnderTest.Result result = server.read(
                "select i, case when i % 3 = 0 then null else repeat('x', i % 7) end as t from generate_series(1, 130000) i order by i desc");

        assertThat(result.rows()).hasSize(130_000);
        assertThat(result.rows().get(0).text(0)).isEqualTo("130000");
        assertThat(ServerUnderTest.texts(result.rows().get(129_999), 2)).containsExactly("1", "x");
        assertThat(ServerUnderTest.texts(result.rows().get(129_997), 2)).containsExactly("3", null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    select 1 as a, 2 as \"A\" order by 1                    | query: columns "a" and "A" differ only in upper and lower case.
                    select 1 as a, 2 as a order by 1                        | query: two columns have the name "a".
                    select '{}'::jsonb as doc, 1::money as m order by 1     | query: column "doc" has the type jsonb, which no column can have: cast it to text or a number
                    select 1::money as m order by 1                         | query: column "m" has the type money
                    select b'1' as bits order by 1                          | query: column "bits" has the type bit
                    select array[1] as list order by 1                      | query: column "list" has the type _int4
                    select id from houses where id > 9 order by id          | query gives no rows
                    select * from house order by id                         | query: the database says: relation "house" does not exist.
                    select area from houses order by id                     | query: the database says: column "area" does not exist.
                    select * from secrets order by id                       | query: the database says: permission denied for table secrets.
                    select 1 / (id - id) from houses order by id            | query: the database stops at a division by zero (SQLSTATE 22012)
                    select street::int from houses order by id              | query: the database stops at a text that has not the form
                    select 'infinity'::timestamp as t order by 1            | query: column "t" of row 1 of the result holds a date or time that no timestamp can hold
                    select set_config('transaction_read_only', 'off', false), nextval('s') order by 1 | query: the database says: relation "s" does not exist.
                    select nextval('counter') order by 1                    | query: it writes to the database, and may only read.
                    """)
    void whatCannotBeReadIsRefusedByName(String query, String why) {
        assertThatThrownBy(() -> server.read(query.replace("\\\"", "\"")))
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith("spec.source.jdbc." + why)
                .extracting(e -> ((StepException) e).reason())
                .isEqualTo(FailureReason.BAD_INPUT);
    }

    @Test
    void wrongLoginsAreFinalAndTellNothingOfThemselves() {
        for (DatabaseLogin wrong : new DatabaseLogin[] {login("reader", "swordfish"), login("swordfish", "hunter2")}) {
            assertThatThrownBy(() -> server.read(wrong, "select 1 order by 1", () -> {}))
                    .hasMessageStartingWith("spec.source.jdbc.secretRef: 127.0.0.1:" + postgres.getPort()
                            + " refuses the login: the keys user and password of the Secret do not go together")
                    .hasMessageNotContainingAny("swordfish", "hunter2")
                    .extracting(e -> ((StepException) e).reason())
                    .isEqualTo(FailureReason.BAD_INPUT);
        }
    }

    @Test
    void noDatabaseAndNoTlsAreFinalAndNoServerIsNot() {
        DatabaseLogin elsewhere = new DatabaseLogin(url("elsewhere"), "reader", "hunter2");
        DatabaseLogin encrypted = new DatabaseLogin(url("postgres") + "?sslmode=verify-full", "reader", "hunter2");
        DatabaseLogin nobody = new DatabaseLogin("jdbc:postgresql://127.0.0.1:1/postgres", "reader", "hunter2");

        assertThatThrownBy(() -> server.read(elsewhere, "select 1 order by 1", () -> {}))
                .hasMessageContaining("has no database of the name that the URL gives");
        assertThatThrownBy(() -> server.read(encrypted, "select 1 order by 1", () -> {}))
                .hasMessageContaining("it has no TLS, for which the URL asks");
        assertThatThrownBy(() -> server.read(nobody, "select 1 order by 1", () -> {}))
                .hasMessage("spec.source.jdbc.secretRef: 127.0.0.1:1 takes no connections.")
                .extracting(e -> ((StepException) e).reason())
                .isEqualTo(FailureReason.TRANSIENT);
    }

    @Test
    void theConnectionGoesToTheAddressThatWasChecked() throws Exception {
        DatabaseLogin named = new DatabaseLogin(
                "jdbc:postgresql://nowhere.invalid:" + postgres.getPort() + "/postgres", "reader", "hunter2");
        DatabaseLogin metadata = new DatabaseLogin("jdbc:postgresql://169.254.169.254/postgres", "reader", "hunter2");

        try (Connection connection = new PostgreSqlServer()
                .connect(DatabaseUrl.parse(named.url()), named, InetAddress.getLoopbackAddress())) {
            assertThat(connection.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> server.read(metadata, "select 1 order by 1", () -> {}))
                .hasMessageStartingWith("spec.source: 169.254.169.254 lies in 169.254.0.0/16");
    }

    @Test
    void aStopEndsTheQueryInTheDatabase() throws SQLException {
        AtomicBoolean asked = new AtomicBoolean();

        assertThatThrownBy(() -> server.read(server.login(), "select pg_sleep(60) is null as slept order by 1", () -> {
                    asked.set(true);
                    throw new StepException(FailureReason.TRANSIENT, "told to stop");
                }))
                .hasMessage("told to stop");

        assertThat(asked).isTrue();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet running = statement.executeQuery(
                        "select count(*) from pg_stat_activity where state = 'active' and query like 'select pg_sleep%'")) {
            running.next();
            assertThat(running.getInt(1)).isZero();
        }
    }
}
