package dev.millrace.data.database;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.download.AddressGuard;
import dev.millrace.data.engine.Watch;
import dev.millrace.data.source.DatabaseRows;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.spool.RowSpool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database that a query is asked of, once: its rows are kept in the scratch folder, for types may take a second look at them. */
public final class DatabaseSource {
    private final DatabaseLogin login;
    private final AddressGuard guard;

    public DatabaseSource(DatabaseLogin login, AddressGuard guard) {
        this.login = login;
        this.guard = guard;
    }

    /**
     * Reads a query's rows, as many as there are, with a few hundred in memory at a time.
     *
     * @param spool for the rows
     * @param stopCheck called ten times a second by another thread; what it throws ends the query, also in the database
     * @throws StepException if the URL or the query is refused, or the database fails
     */
    public RowSource read(String query, RowSpool spool, Runnable stopCheck) {
        DatabaseUrl url = DatabaseUrl.parse(login.url());
        Server server = Server.of(url.product());
        String sql = OrderedQuery.require(query, url.product());
        try (Connection connection = connect(url, server)) {
            return read(connection, new Question(server, sql, spool, stopCheck));
        } catch (SQLException e) {
            throw server.trouble(e).exception(url);
        }
    }

    private record Question(Server server, String sql, RowSpool spool, Runnable stopCheck) {}

    /** To the first of the host's addresses that takes the connection. */
    private Connection connect(DatabaseUrl url, Server server) throws SQLException {
        InetAddress[] addresses;
        try {
            addresses = guard.resolve(url.host());
        } catch (UnknownHostException e) {
            throw Trouble.passingOfServer("has a name that cannot be resolved to an address; is it misspelt?")
                    .exception(url);
        }
        for (int i = 0; ; i++) {
            try {
                return server.connect(url, login, addresses[i]);
            } catch (SQLException e) {
                Trouble trouble = server.trouble(e);
                if (trouble.lasting() || i == addresses.length - 1) {
                    throw e;
                }
            }
        }
    }

    private static RowSource read(Connection connection, Question question) throws SQLException {
        try (Statement statement = question.server().statement(connection, question.sql())) {
            Answer answer = new Answer(question.server(), question.spool());
            Watch.run(
                    () -> answer.read(() -> question.server().result(statement, question.sql())),
                    () -> cancel(statement),
                    question.stopCheck());
            return new DatabaseRows(question.spool().table(), answer.columns());
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // What cannot be cancelled ends with the connection.
        }
    }
}
