package dev.millrace.data.engine;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.rows.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Typed rows that become a table of a database file of their own, of any size. */
public final class TypedTable implements AutoCloseable {
    private static final String BATCH = "batch";

    private final Session owner;
    private final Session session;
    private final String databaseName;
    private final String table;
    private final List<Column> columns;

    /**
     * An empty table, in place of one that is there.
     *
     * @param owner of which a fork is used; it has one such table of a name at a time
     * @param database a file
     */
    public TypedTable(Session owner, Path database, String table, List<Column> columns) {
        this.owner = owner;
        this.session = owner.fork();
        this.databaseName = Sql.name("of " + table);
        this.table = databaseName + "." + Sql.name(table);
        this.columns = columns;
        session.execute("ATTACH " + Sql.text(database.toString()) + " AS " + databaseName);
        this.session.execute("BEGIN");
        this.session.execute(columns.stream()
                .map(column -> Sql.name(column.name()) + " " + sqlType(column.type()))
                .collect(Collectors.joining(", ", "CREATE OR REPLACE TABLE " + this.table + " (", ")")));
    }

    /** DuckDB's name of a type. */
    public static String sqlType(ColumnType type) {
        return switch (type) {
            case NUMBER -> "DOUBLE";
            case INTEGER -> "BIGINT";
            case BOOLEAN -> "BOOLEAN";
            case TIMESTAMP -> "TIMESTAMP";
            case CATEGORY, TEXT -> "VARCHAR";
        };
    }

    /** Takes the next rows. */
    public void add(List<Values> batch) {
        session.execute(BATCH, columns, batch, "INSERT INTO " + table + " SELECT * FROM " + BATCH);
    }

    /** Keeps what was added. */
    public void finish() {
        session.execute("COMMIT");
    }

    /** Lets go of the file; what was not finished is gone. */
    @Override
    public void close() {
        session.close();
        owner.execute("DETACH " + databaseName);
    }
}
