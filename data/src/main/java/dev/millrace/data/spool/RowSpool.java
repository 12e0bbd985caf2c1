package dev.millrace.data.spool;

import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in the scratch folder, written once, read in their order and as often as types need it. Memory holds one part of them.
 *
 * <p>Parts are Parquet files of a row group each, for DuckDB reads these with all threads; a part may have columns that those before
 * lack, which then are null there.
 */
public final class RowSpool {
    /** Rows of a part: DuckDB's own row groups. */
    public static final int MOST_ROWS = 122_880;

    /** Bytes of texts after which a part is full. */
    public static final int MOST_BYTES = 32 << 20;

    /** Values after which a part is full, so that thousands of columns need no more memory than ten. */
    public static final int MOST_VALUES = 4 << 20;

    private static final String OPTIONS = " (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE " + MOST_ROWS + ")";

    private final Session session;
    private final Path scratch;
    private final List<Path> parts = new ArrayList<>();

    /**
     * No rows yet.
     *
     * @param scratch an existing folder
     */
    public RowSpool(Session session, Path scratch) {
        this.session = session;
        this.scratch = scratch;
    }

    /**
     * Keeps the next rows.
     *
     * @param columns at least one; a name has the same type in all parts
     * @param values of the columns
     */
    public void write(List<Column> columns, List<Values> values) {
        Path part = scratch.resolve("rows-" + parts.size() + ".parquet");
        session.execute("part", columns, values, "COPY (FROM part) TO " + Sql.text(part.toString()) + OPTIONS);
        parts.add(part);
    }

    /** All rows as a table, for a FROM clause. There must be some. */
    public String table() {
        return "read_parquet(" + Sql.files(parts) + ", hive_partitioning = false, union_by_name = true)";
    }
}
