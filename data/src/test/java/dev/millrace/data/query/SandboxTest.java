package dev.millrace.data.query;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.Workplace;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Row;
import dev.millrace.data.engine.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec's SQL must not reach: files, network, the process, the clock, DuckDB's own state. */
class SandboxTest {
    private static final SqlField FIELD = new SqlField("spec.query");

    private static Workplace workplace;
    private static Path secret;
    private static Path database;
    private static Session confined;

    @BeforeAll
    static void open() {
        workplace = new Workplace();
        secret = workplace.file("secret.csv", "password\nhunter2\n");
        var resources = workplace.resources();
        database = resources.scratch().resolve("rows.duckdb");
        confined = Session.confined(database, true, resources);
        confined.execute("CREATE TABLE source AS SELECT 1 AS id, 'a' AS name");
    }

    @AfterAll
    static void close() {
        confined.close();
        workplace.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy source to '$secret'",
                "copy (select 1) to '/tmp/x'",
                "attach '$secret' as other",
                "install httpfs",
                "load httpfs",
                "pragma database_list",
                "set memory_limit = '1TB'",
                "reset threads",
                "create table other as select * from source",
                "insert into source values (2, 'b')",
                "delete from source",
                "drop table source",
                "update source set id = 2 returning *",
                "explain analyze select * from source",
                "call pragma_version()",
                "export database '/tmp/x'",
                "checkpoint",
                "select 1; select 2",
                "select * from source; drop table source",
                "begin",
                "prepare p as select 1",
                "describe source",
                "show tables",
                "summarize source",
                "select * from (describe source)",
                "select * from source where id = ?",
                "select * from source where id = $1",
                "select * from source tablesample 50%",
                "select * from source using sample 1",
                "select 1) as x, read_text('$secret') as y, (select 2",
                "select * from '$secret'",
                "select * from \"$secret\"",
                "with a as (select 1) select * from '$secret'",
                "select * from information_schema.tables",
                "select * from main.source",
                "select * from duckdb_settings",
                "select * from sqlite_master",
                "select * from pg_catalog.pg_class",
                "select * from (values (1)) v, read_csv('$secret')",
                "select (select content from read_text('$secret'))",
                "select * from source where id in (from read_csv('$secret'))",
                "with recursive t as (from read_csv('$secret') union all from t) from t",
                "select current_timestamp",
                "select current_date",
                "select localtime",
                "select current_user",
                "select now() as t",
                "select today()",
                "select random()",
                "select uuid()",
                "select gen_random_uuid()",
                "select age(timestamp '2024-01-01')",
                "select ago(interval 1 day)",
                "select list_transform([1, 2], x -> random())",
                "select nextval('s')",
                "select current_setting('threads')",
                "select getvariable('x')",
                "select version()",
                "select current_database()",
                "select pg_sleep(10)",
                "select get_block_size('rows')",
                "select write_log('x')",
                "select setseed(0.5)",
            })
    void isRefusedBeforeItRuns(String sql) {
        StepException refusal = assertThrows(
                StepException.class,
                () -> SelectStatement.parse(FIELD, sql.replace("$secret", secret.toString()), "source", confined));

        assertThat(refusal.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(refusal).hasMessageStartingWith("spec.query").hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select count(*) as n, sum(id) as s from source",
                "select id + 1 as i, upper(name) as n, name like 'a%' as l, id between 1 and 2 as b from source",
                "select case when id > 1 then 'x' else name end as c, coalesce(name, '') as d from source",
                "select s.name[1] as first, {'a': 1}.a as a, [x + 1 for x in [1, 2]][1] as l from source s",
                "select unnest([1, 2]) as u, date_trunc('month', date '2024-02-03') as m",
                "select row_number() over () as n, lag(id) over (order by id) as l from source",
                "select * exclude (id) replace (lower(name) as name) from source",
                "select columns('n.*') from source",
                "with a as (select * from source), b as (from a) select * from b",
                "with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) select * from t",
                "from source",
                "values (1), (2)",
                "select * from range(3), unnest([1]), generate_series(1, 2)",
                "from source pivot (count(*) for name in ('a', 'b'))",
                "select list_sum([1, 2]) as s, nullif(1, 2) as n, split_part(name, ',', 1) as p from source",
                "select error('never') as e from source where id > 5",
                "select name ~ 'a.*' as r, regexp_extract(name, 'a') as x, strptime('2024', '%Y') as y from source",
                "select quantile_cont(id, 0.5) as q, stddev(id) as s, median(id) as m, mode(name) as o from source",
                "select grouping(name) as g, count(*) filter (id > 0) as c from source group by cube (name)",
                "select exists(select 1) as e, name in ('a', 'b') as i, id::double as d, -id as m from source",
                "select age(timestamp '2024-01-01', timestamp '2023-01-01')::varchar as years",
                "select json_extract_string('{\"a\": 1}', '$.a') as j",
            })
    void isWhatAQueryMayDo(String sql) {
        SelectStatement statement = SelectStatement.parse(FIELD, sql, "source", confined);

        assertThat(statement.columns(confined)).isNotEmpty();
        confined.execute("CREATE OR REPLACE TABLE made AS " + statement.inParentheses());
    }

    /** Every table function that this DuckDB has, but those that make rows of their arguments. */
    static Stream<String> tableFunctions() {
        return functions("function_type IN ('table', 'table_macro') AND function_name NOT IN"
                + " ('range', 'generate_series', 'unnest', 'json_each', 'json_tree')");
    }

    @ParameterizedTest
    @MethodSource("tableFunctions")
    void noOtherTableFunctionIsCalled(String function) {
        assertThat(assertThrows(
                        StepException.class,
                        () -> SelectStatement.parse(
                                FIELD, "select * from \"" + function + "\"('x')", "source", confined)))
                .hasMessageContaining(function);
    }

    /** Every function whose value is not the same for the same arguments. */
    static Stream<String> unrepeatableFunctions() {
        return functions("function_type = 'scalar' AND stability <> 'CONSISTENT' AND function_name <> 'error'");
    }

    @ParameterizedTest
    @MethodSource("unrepeatableFunctions")
    void noUnrepeatableFunctionIsCalled(String function) {
        assertThat(assertThrows(
                        StepException.class,
                        () -> SelectStatement.parse(FIELD, "select \"" + function + "\"()", "source", confined)))
                .hasMessageContaining(function);
    }

    private static Stream<String> functions(String which) {
        try (Workplace other = new Workplace();
                Session session = Session.open(other.resources())) {
            List<Row> rows = session.rows("SELECT DISTINCT function_name FROM duckdb_functions() WHERE " + which);
            return rows.stream().map(row -> row.text(0)).toList().stream();
        }
    }

    /** Behind the check of the syntax stands DuckDB's own lock. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from read_text('$secret')",
                "select * from read_csv('$secret')",
                "select * from '$secret'",
                "select * from glob('/etc/*')",
                "copy source to '$secret'",
                "attach '$secret' as other",
                "install httpfs",
                "load httpfs",
                "set enable_external_access = true",
                "set threads = 64",
                "set memory_limit = '1TB'",
                "set temp_directory = '/tmp'",
                "select * from read_csv('https://example.com/x.csv')",
            })
    void duckDbItselfRefuses(String sql) throws Exception {
        assertThrows(QueryException.class, () -> confined.execute(sql.replace("$secret", secret.toString())));
        assertThat(Files.readString(secret)).isEqualTo("password\nhunter2\n");
    }

    @Test
    void wordsOfTimesAreNoTimes() {
        for (String word : List.of("now", "today", "tomorrow", "yesterday")) {
            assertThrows(QueryException.class, () -> confined.rows("select '" + word + "'::timestamp"));
            assertThrows(QueryException.class, () -> confined.rows("select '" + word + "'::date"));
            assertThrows(QueryException.class, () -> confined.rows("select '" + word + "'::timestamptz"));
        }
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() {
        var other = workplace.resources();
        assertThrows(
                StepException.class,
                () -> workplace.ingest(
                        plan("secret.csv")
                                .query("select now() as t from source")
                                .build(),
                        other,
                        () -> {}));

        assertThat(workplace.root().resolve("store").resolve("datasets")).doesNotExist();
    }
}
