package dev.millrace.data.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.report.StepException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
    @Test
    void takesUrlsApart() {
        assertThat(DatabaseUrl.parse(
                        "jdbc:postgresql://db.team-a.svc:6543/houses?sslmode=verify-full&currentSchema=raw"))
                .isEqualTo(new DatabaseUrl(
                        Product.POSTGRESQL,
                        "db.team-a.svc",
                        6543,
                        "houses",
                        Map.of("sslmode", "verify-full", "currentSchema", "raw")));
        assertThat(DatabaseUrl.parse("jdbc:mysql://[2001:db8::1]/houses?sslMode=VERIFY_IDENTITY"))
                .isEqualTo(new DatabaseUrl(
                        Product.MARIADB, "2001:db8::1", 3306, "houses", Map.of("sslMode", "VERIFY_IDENTITY")));
        assertThat(DatabaseUrl.parse("jdbc:mariadb://10.0.0.1/houses").place()).isEqualTo("10.0.0.1:3306");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    postgresql://db/houses                                       | is not of the form
                    jdbc:oracle:thin:@db/houses                                  | is not of the form
                    jdbc:sqlite:/etc/passwd                                      | is not of the form
                    jdbc:postgresql:houses                                       | is not of the form
                    jdbc:mysql:loadbalance://db/houses                           | is not of the form
                    jdbc:h2://db/houses                                          | is not of the form
                    jdbc:postgresql:///houses                                    | has no host
                    jdbc:postgresql://db:0x10/houses                             | has no host
                    jdbc:postgresql://db:70000/houses                            | has a port that there is not
                    jdbc:postgresql://db:5432                                    | has no name of a database
                    jdbc:postgresql://db/houses%00                               | has no name of a database
                    jdbc:postgresql://db1,db2/houses                             | names several hosts
                    jdbc:mysql://address=(host=db)(port=3306)/houses             | names several hosts
                    jdbc:postgresql://me:hunter2@db/houses                       | belong into the keys user and password
                    jdbc:postgresql://db/houses?user=me&password=hunter2         | the parameter user: user and password belong
                    jdbc:mysql://db/houses?Password=hunter2                      | the parameter Password: user and password belong
                    jdbc:postgresql://db/houses?socketFactory=hunter2            | the parameter socketFactory, which is not allowed; these are: ApplicationName, currentSchema, sslmode.
                    jdbc:postgresql://db/houses?sslfactory=hunter2               | the parameter sslfactory, which is not allowed
                    jdbc:postgresql://db/houses?loggerFile=hunter2               | the parameter loggerFile, which is not allowed
                    jdbc:postgresql://db/houses?SSLMODE=disable                  | the parameter SSLMODE, which is not allowed
                    jdbc:mysql://db/houses?allowLoadLocalInfile=hunter2          | the parameter allowLoadLocalInfile, which is not allowed; these are: sslMode.
                    jdbc:mysql://db/houses?autoDeserialize=hunter2               | the parameter autoDeserialize, which is not allowed
                    jdbc:mariadb://db/houses?%73slMode=hunter2                   | a parameter, which is not allowed
                    jdbc:postgresql://db/houses?sslmode=hunter2                  | the parameter sslmode with a value that it cannot have
                    jdbc:postgresql://db/houses?sslmode                          | the parameter sslmode with a value that it cannot have
                    jdbc:postgresql://db/houses?sslmode=require&sslmode=disable  | the parameter sslmode twice
                    """)
    void refusesOthersAndTellsNothingOfThem(String url, String why) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith("spec.source.jdbc.secretRef: the key url of the Secret ")
                .hasMessageContaining(why)
                .message()
                .doesNotContain("hunter2");
    }

    @Test
    void aLoginShowsNothing() {
        assertThat(new DatabaseLogin("jdbc:postgresql://db/houses", "me", "hunter2"))
                .hasToString("DatabaseLogin[]");
    }
}
