package dev.millrace.data.engine;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.rows.Values;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One DuckDB database in the scratch folder, for the length of a step.
 *
 * <p>Query results come as Arrow batches of at most {@link #BATCH_ROWS} rows, in the order of the rows in their files or tables,
 * whatever the number of threads. Results stream: memory holds a few batches. One thread uses a session at a time.
 */
public final class Session implements AutoCloseable {
    /** Rows of a result's batches but the last: a multiple of DuckDB's vectors of 2,048. */
    public static final int BATCH_ROWS = 16_384;

    private final Connection connection;
    private final BufferAllocator allocator = new RootAllocator();
    private volatile @Nullable Statement running;

    private final Resources resources;

    private Session(Connection connection, Resources resources) {
        this.connection = connection;
        this.resources = resources;
    }

    /** Opens a session with an empty database. */
    public static Session open(Resources resources) {
        return open(resources.scratch().resolve("tables.duckdb"), options(resources, "spill"), resources);
    }

    /**
     * Opens a session for statements that others wrote. They reach the database's tables, and nothing else: no file, no network, no
     * extension, no setting.
     *
     * @param database an existing database, or where a new one goes
     * @param writable whether tables may be made
     */
    public static Session confined(Path database, boolean writable, Resources resources) {
        Properties options = options(resources, "spill-confined");
        options.setProperty("enable_external_access", "false");
        options.setProperty("access_mode", writable ? "READ_WRITE" : "READ_ONLY");
        return open(database, options, resources);
    }

    private static Properties options(Resources resources, String spill) {
        Properties options = new Properties();
        options.setProperty("jdbc_stream_results", "true");
        options.setProperty("threads", Integer.toString(resources.threads()));
        options.setProperty("memory_limit", resources.duckDbBytes() / 1024 + "KiB");
        options.setProperty("temp_directory", resources.scratch().resolve(spill).toString());
        options.setProperty("max_temp_directory_size", resources.scratchBytes() / 1024 + "KiB");
        options.setProperty("home_directory", resources.scratch().toString());
        options.setProperty("preserve_insertion_order", "true");
        options.setProperty("autoinstall_known_extensions", "false");
        options.setProperty("autoload_known_extensions", "false");
        options.setProperty("allow_community_extensions", "false");
        return options;
    }

    /** @param database empty: one in memory */
    private static Session open(Path database, Properties options, Resources resources) {
        try {
            Session session = new Session(DriverManager.getConnection("jdbc:duckdb:" + database, options), resources);
            session.execute("SET TimeZone = 'UTC'");
            session.execute("SET lock_configuration = true");
            return session;
        } catch (SQLException e) {
            throw new StepException(
                    FailureReason.TRANSIENT, "DuckDB cannot start in " + resources.scratch() + ": " + sentence(e), e);
        }
    }

    /** Runs a statement for its effect. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            running = statement;
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            running = null;
        }
    }

    /** Ends the statement of {@link #execute(String)} that is running, if one is; it fails. For other threads. */
    void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                throw failure(e);
            }
        }
    }

    /** Names and types of a query's columns; the query is not run. */
    public List<ResultColumn> describe(String sql) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData columns = statement.getMetaData();
            List<ResultColumn> described = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                described.add(new ResultColumn(columns.getColumnName(i), columns.getColumnTypeName(i)));
            }
            return described;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** A column of a result with DuckDB's name of its type. */
    public record ResultColumn(String name, String type) {}

    /** Runs a query whose result is streamed. */
    public Batches query(String sql) {
        try {
            return Batches.of(connection, allocator, sql);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** All rows of a small result, each value as text or null. */
    public List<Row> rows(String sql) {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                @Nullable String[] values = new String[columns];
                for (int i = 0; i < columns; i++) {
                    values[i] = result.getString(i + 1);
                }
                rows.add(new Row(values));
            }
            return rows;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** The one value of the one row of a result, a whole number. */
    public long number(String sql) {
        return rows(sql).get(0).number(0);
    }

    /**
     * Runs statements on rows in memory.
     *
     * @param table the name under which statements find the rows; each may read them once
     * @param columns the rows' columns
     * @param values of the columns
     * @param sql a statement
     */
    public void execute(String table, List<Column> columns, List<Values> values, String sql) {
        try (ArrowArrayStream stream = RowTable.export(columns, values, allocator)) {
            ((DuckDBConnection) connection).registerArrowStream(table, stream);
            execute(sql);
            execute("DROP VIEW " + Sql.name(table));
        }
    }

    /**
     * A session beside this one, with a database of its own in memory, whose statements run in the calling thread alone. With more threads the
     * driver's call keeps asking, without a pause, whether the others are done.
     */
    public Session single() {
        Resources one = resources.withThreads(1);
        return open(Path.of(""), options(one, "spill-single"), one);
    }

    /** Another session on the same database, for another thread. */
    public Session fork() {
        try {
            return new Session(((DuckDBConnection) connection).duplicate(), resources);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            allocator.close();
        }
    }

    static RuntimeException failure(SQLException e) {
        String sentence = sentence(e);
        if (sentence.startsWith("Out of Memory Error")) {
            return new StepException(
                    FailureReason.TRANSIENT,
                    "The step ran out of memory or scratch space: raise its memory limit. DuckDB says: " + sentence,
                    e);
        }
        return new QueryException(sentence, e);
    }

    /** DuckDB's own words without the driver's wrapping. */
    private static String sentence(SQLException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "no details");
        int inner = message.indexOf("\nError: ");
        return (inner < 0 ? message : message.substring(inner + "\nError: ".length())).strip();
    }
}
