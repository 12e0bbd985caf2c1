package dev.millrace.contract.dataset;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored data version. It lies in the store as {@code datasets/<hex of digest>/manifest.json}; rows and types alone decide the digest,
 * so what hangs on a split or on roles lies in a {@link DatasetView} of its own.
 *
 * @param encoding version of the row encoding, see docs/formats/row-encoding.md
 * @param digest of the typed rows in order
 * @param columns in the source's order
 * @param rows all of them
 * @param chunks in the rows' order
 */
public record DatasetManifest(int encoding, Digest digest, List<Column> columns, long rows, List<Chunk> chunks) {
    public DatasetManifest {
        columns = List.copyOf(columns);
        chunks = List.copyOf(chunks);
    }

    /** A column's name and type. */
    public record Column(String name, ColumnType type) {}

    /**
     * A run of consecutive rows.
     *
     * @param digest of its rows
     * @param rows in it
     * @param parquet digest of its Parquet file's bytes, which is the blob's name
     * @param parquetBytes size of that file
     * @param rowHashes digest of the blob with its rows' hashes, 16 bytes each
     */
    public record Chunk(Digest digest, long rows, Digest parquet, long parquetBytes, Digest rowHashes) {}

    /** A column by name, or null. */
    public @Nullable Column column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
