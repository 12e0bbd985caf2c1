package dev.millrace.data.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.source.RowSource.SourceColumn;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the MariaDB of this machine, where it has one. */
class MariaDbTest {
    private static final int TRIES = 100;
    private static LocalMariaDb mariaDb;
    private static ServerUnderTest server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(LocalMariaDb.isInstalled(), "there is no mariadbd on this machine: apt-get install mariadb-server");
        mariaDb = LocalMariaDb.start(
                "set names utf8mb4",
                "create database houses character set utf8mb4",
                "create table houses.many as select seq as n from houses.seq_1_to_150000",
                "create table houses.houses (id int primary key, single float, big bigint unsigned, flag bit(1), small tinyint(1),"
                        + " price decimal(12,2), `a street` varchar(20), sold datetime(6), seen timestamp null, day date, built year)",
                "set time_zone = '-05:00'",
                "insert into houses.houses values"
                        + " (1, 16777217, 5, b'1', 7, 100000.25, 'Pavé', '2024-01-01 00:00:00.123456', '2024-01-01 00:00:00', '2024-02-29', 1999),"
                        + " (2, 0.1, null, null, null, null, '', null, null, null, null)",
                "create table houses.odd (id int primary key, big bigint unsigned, day date, bytes blob)",
                "set sql_mode = ''",
                "insert into houses.odd values (1, 18446744073709551615, '0000-00-00', 'x')",
                "create table houses.secrets (id int)",
                "create user reader@'%' identified by 'hunter2'",
                "grant select on houses.houses to reader@'%'",
                "grant select on houses.odd to reader@'%'",
                "grant select on houses.many to reader@'%'");
        server = new ServerUnderTest(login("reader", "hunter2"));
        awaitConnections();
    }

    private static void awaitConnections() throws Exception {
        MariaDbServer ways = new MariaDbServer();
        for (int i = 1; ; i++) {
            try {
                ways.connect(DatabaseUrl.parse(server.login().url()), server.login(), InetAddress.getLoopbackAddress())
                        .close();
                return;
            } catch (SQLException e) {
                if (i == TRIES || !mariaDb.isAlive()) {
                    throw new AssertionError(mariaDb.log(), e);
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    private static DatabaseLogin login(String user, String password) {
        return new DatabaseLogin(url("houses"), user, password);
    }

    private static String url(String database) {
        return "jdbc:mysql://127.0.0.1:" + mariaDb.port() + "/" + database;
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (mariaDb != null) {
            mariaDb.close();
        }
    }

    @Test
    void everyTypeHasItsCounterpart() {
        ServerUnderTest.Result result = server.read("select * from houses order by `id`");

        assertThat(result.columns().stream().map(SourceColumn::type))
                .containsExactly(
                        ColumnType.INTEGER,
                        ColumnType.NUMBER,
                        ColumnType.INTEGER,
                        ColumnType.BOOLEAN,
                        ColumnType.INTEGER,
                        ColumnType.NUMBER,
                        null,
                        ColumnType.TIMESTAMP,
                        ColumnType.TIMESTAMP,
                        ColumnType.TIMESTAMP,
                        ColumnType.INTEGER);
        assertThat(ServerUnderTest.texts(result.rows().get(0), 11))
                .containsExactly(
                        "1",
                        "1.6777216E7",
                        "5",
                        "true",
                        "7",
                        "100000.25",
                        "Pavé",
                        "2024-01-01 00:00:00.123456",
                        "2024-01-01 05:00:00.0",
                        "2024-02-29 00:00:00.0",
                        "1999");
        assertThat(ServerUnderTest.texts(result.rows().get(1), 11))
                .containsExactly("2", "0.10000000149011612", null, null, null, null, "", null, null, null, null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    select id, day from odd order by id            | query: column "day" of row 1 of the result holds a date or time that no timestamp can hold
                    select id, big from odd order by id            | query: column "big" of row 1 of the result holds a number that the column's type cannot hold here
                    select id, bytes from odd order by id          | query: column "bytes" has the type
                    select * from house order by id                | query: the Secret's user may not read a table or column that it names
                    select area from houses order by id            | query: the database says: Unknown column 'area'
                    select * from secrets order by id              | query: the Secret's user may not read a table or column that it names
                    select * from houses where id > 9 order by id  | query gives no rows
                    """)
    void whatCannotBeReadIsRefusedByName(String query, String why) {
        assertThatThrownBy(() -> server.read(query))
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith("spec.source.jdbc." + why)
                .extracting(e -> ((StepException) e).reason())
                .isEqualTo(FailureReason.BAD_INPUT);
    }

    @Test
    void wrongLoginsAndDatabasesAreFinalAndTellNothingOfThemselves() {
        assertThatThrownBy(() -> server.read(login("reader", "swordfish"), "select 1 order by 1", () -> {}))
                .hasMessageStartingWith(
                        "spec.source.jdbc.secretRef: 127.0.0.1:" + mariaDb.port() + " refuses the login")
                .hasMessageNotContainingAny("swordfish", "reader");
        assertThatThrownBy(() -> server.read(
                        new DatabaseLogin(url("elsewhere"), "reader", "hunter2"), "select 1 order by 1", () -> {}))
                .hasMessageContaining("does not let the user read the URL's database");
        assertThatThrownBy(() -> server.read(
                        new DatabaseLogin(url("houses") + "?sslMode=VERIFY_IDENTITY", "reader", "hunter2"),
                        "select 1 order by 1",
                        () -> {}))
                .hasMessageContaining("has no TLS, for which the URL asks");
    }

    @Test
    void manyRowsAreStreamedInTheirOrder() {
        ServerUnderTest.Result result = server.read("select n from many order by n desc");

        assertThat(result.rows()).hasSize(150_000);
        assertThat(result.rows().get(0).text(0)).isEqualTo("150000");
        assertThat(result.rows().get(149_999).text(0)).isEqualTo("1");
    }

    @Test
    void aStopEndsTheQuery() {
        AtomicInteger checks = new AtomicInteger();

        assertThatThrownBy(
                        () -> server.read(server.login(), "select sleep(60) as slept from houses order by id", () -> {
                            checks.incrementAndGet();
                            throw new StepException(FailureReason.TRANSIENT, "told to stop");
                        }))
                .hasMessage("told to stop");
        assertThat(checks).hasPositiveValue();
    }
}
