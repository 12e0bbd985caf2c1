package dev.millrace.data.database;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/** MariaDB and MySQL. */
final class MariaDbServer implements Server {
    private static final int FETCH_ROWS = 200;

    /** How long the server waits while rows that it has sent are written to the scratch folder. */
    private static final int WRITE_TIMEOUT_SECONDS = 600;

    /** What MySQL's own driver calls the ways of TLS. */
    private static final Map<String, String> TLS = Map.of(
            "DISABLED", "disable", "REQUIRED", "trust", "VERIFY_CA", "verify-ca", "VERIFY_IDENTITY", "verify-full");

    /** Ways to log in that send no password in the clear. */
    private static final String LOGINS =
            "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password,parsec";

    @Override
    public Connection connect(DatabaseUrl url, DatabaseLogin login, InetAddress address) throws SQLException {
        Properties properties = new Properties();
        String tls = url.parameters().getOrDefault("sslMode", "disable");
        properties.setProperty("sslMode", TLS.getOrDefault(tls, tls));
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("restrictedAuth", LOGINS);
        properties.setProperty("socketFactory", PinnedSockets.class.getName());
        properties.setProperty(PinnedSockets.ADDRESS, address.getHostAddress());
        properties.setProperty("connectTimeout", String.valueOf(TimeUnit.SECONDS.toMillis(CONNECT_SECONDS)));
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("uuidAsString", "true");
        // The binary protocol: as text, a FLOAT has six digits.
        properties.setProperty("useServerPrepStmts", "true");
        Connection connection =
                Objects.requireNonNull(new Driver().connect(url.withoutParameters("mariadb"), properties));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION time_zone = '+00:00', net_write_timeout = " + WRITE_TIMEOUT_SECONDS);
            statement.execute("SET SESSION TRANSACTION READ ONLY");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.setAutoCommit(false);
        return connection;
    }

    @Override
    public Statement statement(Connection connection, String sql) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(FETCH_ROWS);
        return statement;
    }

    @Override
    public ResultSet result(Statement statement, String sql) throws SQLException {
        return ((PreparedStatement) statement).executeQuery();
    }

    @Override
    public @Nullable ColumnKind kind(ResultSetMetaData columns, int column) throws SQLException {
        return switch (columns.getColumnType(column)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> ColumnKind.INTEGER;
            case Types.REAL -> ColumnKind.SINGLE;
            case Types.FLOAT -> ColumnKind.SINGLE;
            case Types.DOUBLE, Types.DECIMAL, Types.NUMERIC -> ColumnKind.NUMBER;
            case Types.BIT, Types.BOOLEAN -> columns.getPrecision(column) <= 1 ? ColumnKind.BOOLEAN : null;
            case Types.DATE, Types.TIMESTAMP -> ColumnKind.WRITTEN_TIME;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> ColumnKind.TEXT;
            default -> null;
        };
    }

    @Override
    public Trouble trouble(SQLException error) {
        return switch (error.getErrorCode()) {
            case 1045, 1130, 1698 ->
                Trouble.lastingOfServer(
                        "refuses the login: the keys user and password of the Secret do not go together, or that user is not let in"
                                + " from the pod's address.");
            case 1044 -> Trouble.lastingOfServer("does not let the user read the URL's database.");
            case 1049 -> Trouble.lastingOfServer("has no database of the name that the URL gives.");
            case 3159 ->
                Trouble.lastingOfServer("takes encrypted connections only: add sslMode=verify-full to the URL.");
            case 1040, 1129, 1203, 1226 -> Trouble.passingOfServer("has too many connections already.");
            case 1142, 1143, 1227, 1370 ->
                Trouble.lastingOfQuery(
                        "the Secret's user may not read a table or column that it names, or there is none of that name.");
            case 1792 -> Trouble.lastingOfQuery("it writes to the database, and may only read.");
            case 1317, 1969, 3024 -> Trouble.passingOfQuery("the database cancelled it; has it a limit of time?");
            case 1205, 1213 -> Trouble.passingOfQuery("other transactions held its rows.");
            default -> byState(error, Objects.requireNonNullElse(error.getSQLState(), ""));
        };
    }

    private static Trouble byState(SQLException error, String state) {
        String words = Objects.requireNonNullElse(error.getMessage(), "");
        if (words.contains("ssl not enabled")) {
            return Trouble.lastingOfServer("has no TLS, for which the URL asks.");
        }
        if (words.contains("RSA public key")) {
            return Trouble.lastingOfServer(
                    "takes this user's password only over an encrypted connection: add sslMode=verify-full to the URL.");
        }
        if (words.contains("restrictedAuth")) {
            return Trouble.lastingOfServer("wants a login other than by password.");
        }
        if (state.startsWith("42")) {
            return Trouble.lastingOfQuery(
                    "the database says: " + Shortened.of(words.replaceFirst("^\\(conn=\\d+\\) ", "")) + ".");
        }
        if (state.startsWith("22")) {
            return Trouble.ofValues(state);
        }
        return ConnectionTrouble.of(error)
                .orElseGet(() -> state.startsWith("08")
                        ? ConnectionTrouble.cut()
                        : Trouble.passingOfServer("cannot answer (error " + error.getErrorCode() + ", SQLSTATE "
                                + (state.isEmpty() ? "unknown" : state) + ")."));
    }
}
