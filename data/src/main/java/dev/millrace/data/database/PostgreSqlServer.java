package dev.millrace.data.database;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL, and what speaks its protocol. */
final class PostgreSqlServer implements Server {
    private static final int FIRST_FETCH_ROWS = 64;
    private static final int MOST_FETCH_ROWS = 2_000;

    /** A part of the heap for rows that a fetch brings: the driver fetches fewer where they are wide. */
    private static final int FETCH_PERCENT = 10;

    private static final Map<String, ColumnKind> KINDS = Map.ofEntries(
            Map.entry("bool", ColumnKind.BOOLEAN),
            Map.entry("int2", ColumnKind.INTEGER),
            Map.entry("int4", ColumnKind.INTEGER),
            Map.entry("int8", ColumnKind.INTEGER),
            Map.entry("smallserial", ColumnKind.INTEGER),
            Map.entry("serial", ColumnKind.INTEGER),
            Map.entry("bigserial", ColumnKind.INTEGER),
            Map.entry("float4", ColumnKind.SINGLE),
            Map.entry("float8", ColumnKind.NUMBER),
            Map.entry("numeric", ColumnKind.NUMBER),
            Map.entry("timestamptz", ColumnKind.INSTANT),
            Map.entry("timestamp", ColumnKind.DATE_TIME),
            Map.entry("date", ColumnKind.DATE),
            Map.entry("text", ColumnKind.TEXT),
            Map.entry("varchar", ColumnKind.TEXT),
            Map.entry("bpchar", ColumnKind.TEXT),
            Map.entry("name", ColumnKind.TEXT),
            Map.entry("citext", ColumnKind.TEXT),
            Map.entry("uuid", ColumnKind.TEXT));

    @Override
    public Connection connect(DatabaseUrl url, DatabaseLogin login, InetAddress address) throws SQLException {
        Properties properties = new Properties();
        url.parameters().forEach(properties::setProperty);
        PGProperty.USER.set(properties, login.user());
        PGProperty.PASSWORD.set(properties, login.password());
        PGProperty.SOCKET_FACTORY.set(properties, PinnedSockets.class.getName());
        PGProperty.SOCKET_FACTORY_ARG.set(properties, address.getHostAddress());
        if (url.parameters().getOrDefault("sslmode", "").startsWith("verify")) {
            // The driver's own looks for certificates in the home folder.
            PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
        }
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        PGProperty.JAAS_LOGIN.set(properties, false);
        PGProperty.CONNECT_TIMEOUT.set(properties, CONNECT_SECONDS);
        PGProperty.READ_ONLY.set(properties, true);
        PGProperty.READ_ONLY_MODE.set(properties, "always");
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        PGProperty.DISABLE_COLUMN_SANITISER.set(properties, true);
        // A number's bits are to hang on its digits alone, not on the form in which the driver asks for them.
        PGProperty.BINARY_TRANSFER.set(properties, false);
        PGProperty.DEFAULT_ROW_FETCH_SIZE.set(properties, FIRST_FETCH_ROWS);
        PGProperty.ADAPTIVE_FETCH.set(properties, true);
        PGProperty.ADAPTIVE_FETCH_MAXIMUM.set(properties, MOST_FETCH_ROWS);
        PGProperty.MAX_RESULT_BUFFER.set(properties, FETCH_PERCENT + "p");
        Connection connection =
                Objects.requireNonNull(new Driver().connect(url.withoutParameters("postgresql"), properties));
        connection.setAutoCommit(false);
        return connection;
    }

    /** Not a prepared one: there question marks are parameters, and not operators of JSON. */
    @Override
    public Statement statement(Connection connection, String sql) throws SQLException {
        Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setEscapeProcessing(false);
        return statement;
    }

    @Override
    public ResultSet result(Statement statement, String sql) throws SQLException {
        return statement.executeQuery(sql);
    }

    /** By the server's own names: to JDBC, a bit string is a boolean and money a number. */
    @Override
    public @Nullable ColumnKind kind(ResultSetMetaData columns, int column) throws SQLException {
        ColumnKind kind = KINDS.get(columns.getColumnTypeName(column));
        return kind == null && columns.getColumnType(column) == Types.VARCHAR ? ColumnKind.TEXT : kind;
    }

    @Override
    public Trouble trouble(SQLException error) {
        String state = Objects.requireNonNullElse(error.getSQLState(), "");
        return switch (state) {
            case "28P01", "28000" ->
                Trouble.lastingOfServer(
                        "refuses the login: the keys user and password of the Secret do not go together, or the server's rules"
                                + " (pg_hba.conf) let that user in neither from the pod's address nor without TLS (sslmode=require).");
            case "3D000" -> Trouble.lastingOfServer("has no database of the name that the URL gives.");
            case "08004" ->
                Trouble.lastingOfServer(
                        "refuses the connection: it has no TLS, for which the URL asks, or wants a login other than by password.");
            case "25006" -> Trouble.lastingOfQuery("it writes to the database, and may only read.");
            case "53300" -> Trouble.passingOfServer("has too many connections already.");
            case "57014" -> Trouble.passingOfQuery("the database cancelled it; has it a statement_timeout?");
            default -> byClass(error, state);
        };
    }

    private static Trouble byClass(SQLException error, String state) {
        return switch (state.isEmpty() ? "" : state.substring(0, 2)) {
            case "42" -> Trouble.lastingOfQuery("the database says: " + words(error) + ".");
            case "22" -> Trouble.ofValues(state);
            case "08" -> connection(error);
            case "40", "53", "55", "57", "58", "XX" ->
                Trouble.passingOfServer("cannot answer now (SQLSTATE " + state + ").");
            default ->
                ConnectionTrouble.of(error)
                        .orElseGet(() -> Trouble.lastingOfQuery("the database cannot answer it (SQLSTATE "
                                + (state.isEmpty() ? "unknown" : state) + ")."));
        };
    }

    private static Trouble connection(SQLException error) {
        String message = Objects.requireNonNullElse(error.getMessage(), "");
        if (message.contains("could not be verified by hostnameverifier")) {
            return Trouble.lastingOfServer("has a certificate for other hosts than the URL's.");
        }
        if (message.contains("maxResultBuffer")) {
            return Trouble.lastingOfQuery("its rows are too wide for the pod's memory: leave wide columns out.");
        }
        return ConnectionTrouble.of(error).orElseGet(ConnectionTrouble::cut);
    }

    /** Of a statement that does not fit the database: names of its own text, and no values. */
    private static String words(SQLException error) {
        ServerErrorMessage message = error instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        String words = message == null ? null : message.getMessage();
        return Shortened.of(Objects.requireNonNullElse(words, "SQLSTATE " + error.getSQLState()));
    }
}
