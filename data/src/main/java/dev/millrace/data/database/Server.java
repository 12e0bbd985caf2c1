package dev.millrace.data.database;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One product's ways: how its server is reached and asked, what its types are, what its errors mean. */
sealed interface Server permits PostgreSqlServer, MariaDbServer {
    /** How long a connection may take. */
    int CONNECT_SECONDS = 15;

    /** The server that a URL's product is. */
    static Server of(Product product) {
        return switch (product) {
            case POSTGRESQL -> new PostgreSqlServer();
            case MARIADB -> new MariaDbServer();
        };
    }

    /**
     * Connects, with a transaction begun that can only read.
     *
     * @param address of the URL's host, which was checked
     */
    Connection connect(DatabaseUrl url, DatabaseLogin login, InetAddress address) throws SQLException;

    /** A statement that reads through a cursor or stream, and is to be asked for its result by {@link #result}. */
    Statement statement(Connection connection, String sql) throws SQLException;

    /** The statement's rows. */
    ResultSet result(Statement statement, String sql) throws SQLException;

    /** A column's kind; null: no column of ours can hold its values. */
    @Nullable
    ColumnKind kind(ResultSetMetaData columns, int column) throws SQLException;

    /** What an error means. */
    Trouble trouble(SQLException error);
}
