package dev.millrace.data.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.report.StepException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderedQueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from houses order by id",
                "SELECT id, price::float8, doc ->> 'a' AS a FROM \"Houses\" WHERE built >= now() - interval '1 year' ORDER BY id DESC",
                "with new as (select * from houses) select * from new union all select * from old order by 1 limit 10",
                "select distinct on (street) street, price from houses order by street, id",
                "select street, avg(price) filter (where price > 0) over (partition by street) from houses order by id",
                "(select * from houses) order by id",
                "select tags[1], doc ? 'a' from houses order by id",
                "select ';' as semicolon from houses order by id"
            })
    void takesAnOrderedSelectOfPostgreSql(String sql) {
        assertThat(OrderedQuery.require(sql + " ; ", Product.POSTGRESQL)).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select `id`, `a b` from `team a`.houses order by `id`",
                "select 'it\\'s' as s from houses order by id",
                "select straight_join a.* from a join b using (id) where a.x <=> b.x order by a.id limit 5, 10"
            })
    void takesAnOrderedSelectOfMariaDb(String sql) {
        assertThat(OrderedQuery.require(sql, Product.MARIADB)).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    select * from houses                                              | does not order its rows
                    select * from (select * from houses order by id) as h             | does not order its rows
                    select 'order by id' from houses -- order by id                   | does not order its rows
                    select row_number() over (order by id) from houses                | does not order its rows
                    with h as (select * from houses order by id) select * from h      | does not order its rows
                    delete from houses                                                | is not a SELECT
                    create table x as select * from houses order by id                | is not a SELECT
                    select 1 order by 1; drop table houses                            | has 2 statements
                    select * into copy from houses order by id                        | writes with INTO
                    select * from houses order by id for update                       | locks its rows
                    with d as (delete from houses returning *) select * from d order by id | writes within WITH
                    selec * from houses order by id                                   | cannot be parsed
                    select * from houses where order by id                            | cannot be parsed
                    """)
    void refusesOthers(String sql, String why) {
        assertThatThrownBy(() -> OrderedQuery.require(sql, Product.POSTGRESQL))
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith("spec.source.jdbc.query " + why);
    }

    @Test
    void aCommentIsNoQuery() {
        assertThatThrownBy(() -> OrderedQuery.require("-- order by", Product.MARIADB))
                .isInstanceOf(StepException.class);
    }
}
