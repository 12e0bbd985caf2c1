package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows of the servers that {@code e2e/databases} starts, at an address that the operator's administrator allows. */
class JdbcIT {
    private static final String ADDRESS = "MILLRACE_E2E_DATABASES";
    private static final Duration SOON = Duration.ofMinutes(4);
    private static final String QUERY = "select * from houses order by id";
    private static Workspace workspace;
    private static Kubectl kubectl;

    @BeforeAll
    static void open() {
        assumeTrue(
                System.getenv(ADDRESS) != null,
                "no databases: run `e2e/databases start`, let the operator allow their address, and give it as "
                        + ADDRESS);
        workspace = Workspace.create("millrace-e2e-jdbc");
        kubectl = workspace.kubectl();
        secret("postgresql", url("postgresql", 25432), "hunter2");
        secret("mariadb", url("mariadb", 23306), "hunter2");
    }

    @AfterAll
    static void remove() {
        if (workspace != null) {
            workspace.close();
        }
    }

    private static String url(String product, int port) {
        return "jdbc:" + product + "://" + Objects.requireNonNull(System.getenv(ADDRESS)) + ":" + port + "/houses";
    }

    private static void secret(String name, String url, String password) {
        kubectl.run(
                "create",
                "secret",
                "generic",
                name,
                "--from-literal=url=" + url,
                "--from-literal=user=reader",
                "--from-literal=password=" + password);
    }

    private static void version(String name, String secret, String query) {
        kubectl.apply("""
            apiVersion: millrace.dev/v1alpha1
            kind: DatasetVersion
            metadata: {name: %s}
            spec:
              source: {jdbc: {secretRef: {name: %s}, query: "%s"}}
              columns: [{name: price, role: label}, {name: id, role: key}]
            """.formatted(name, secret, query));
    }

    @Test
    void bothServersGiveTheSameVersion() {
        version("from-postgresql", "postgresql", QUERY);
        version("from-mariadb", "mariadb", QUERY);

        JsonNode postgresql =
                kubectl.await("datasetversion", "from-postgresql", SOON, Kubectl.condition("Finished", "True"));
        JsonNode mariadb = kubectl.await("datasetversion", "from-mariadb", SOON, Kubectl.condition("Finished", "True"));

        assertThat(postgresql.at("/status/phase").asText())
                .as(postgresql.toPrettyString())
                .isEqualTo("Ready");
        assertThat(postgresql.at("/status/rows").asInt()).isEqualTo(500);
        assertThat(mariadb.at("/status/digest").asText())
                .as(mariadb.toPrettyString())
                .isEqualTo(postgresql.at("/status/digest").asText());
    }

    @Test
    void wrongPasswordsAndQueriesFailTheVersionInWords() {
        secret("wrong", url("postgresql", 25432), "swordfish");
        secret("reaching", url("postgresql", 25432) + "?socketFactory=com.example.Factory", "hunter2");
        secret("metadata", "jdbc:postgresql://169.254.169.254/houses", "hunter2");
        version("wrong-password", "wrong", QUERY);
        version("wrong-parameter", "reaching", QUERY);
        version("link-local", "metadata", QUERY);
        version("secrets", "mariadb", "select * from secrets order by id");

        assertThat(failure("wrong-password")).contains("refuses the login").doesNotContain("swordfish");
        assertThat(failure("wrong-parameter")).contains("has the parameter socketFactory, which is not allowed");
        assertThat(failure("link-local")).contains("169.254.169.254 lies in 169.254.0.0/16");
        assertThat(failure("secrets")).contains("the Secret's user may not read a table or column that it names");
    }

    private static String failure(String name) {
        return kubectl.await("datasetversion", name, SOON, Kubectl.phase("Failed"))
                .at("/status/message")
                .asText();
    }

    @Test
    void aVersionWaitsForItsSecret() {
        version("early", "late", QUERY);

        JsonNode waiting = kubectl.await("datasetversion", "early", SOON, version -> version.at("/status/message")
                .asText()
                .contains("(spec.source.jdbc.secretRef.name)"));
        assertThat(waiting.at("/status/message").asText()).startsWith("Secret 'late'");
        secret("late", url("mariadb", 23306), "hunter2");

        kubectl.await("datasetversion", "early", SOON, Kubectl.phase("Ready"));
    }

    @Test
    void aQueryWithoutOrderIsRefusedWhenApplied() {
        Kubectl.Answer answer = kubectl.attempt("""
            apiVersion: millrace.dev/v1alpha1
            kind: DatasetVersion
            metadata: {name: unordered}
            spec:
              source: {jdbc: {secretRef: {name: postgresql}, query: select * from houses}}
            """, "apply", "-f", "-");

        assertThat(answer.status()).isNotZero();
        assertThat(answer.err()).contains("spec.source.jdbc.query").contains("end it with ORDER BY");
    }
}
