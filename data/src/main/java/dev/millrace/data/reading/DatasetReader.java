package dev.millrace.data.reading;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.rows.RowTree;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/**
 * Reads a stored data version as one spec sees it. Opening verifies the bytes of every chunk once; reading then streams them, so a
 * version may be larger than memory.
 */
public final class DatasetReader implements AutoCloseable {
    private final DatasetManifest manifest;
    private final DatasetView view;
    private final Profile profile;
    private final Profile wholeProfile;
    private final List<Path> chunks;
    private final Path splits;
    private final Session session;

    private DatasetReader(
            DatasetManifest manifest,
            DatasetView view,
            Profile profile,
            Profile wholeProfile,
            Path splits,
            List<Path> chunks,
            Session session) {
        this.manifest = manifest;
        this.view = view;
        this.profile = profile;
        this.wholeProfile = wholeProfile;
        this.splits = splits;
        this.chunks = chunks;
        this.session = session;
    }

    /**
     * Opens a data version.
     *
     * @param store where it lies
     * @param id digests of the rows and of the view of them
     * @param resources for DuckDB; their scratch folder is used by this reader alone
     * @throws ContentMissing if something of it is not in the store, by name
     * @throws ContentCorrupted if something of it is not what it should be, by name
     */
    public static DatasetReader open(Store store, Id id, Resources resources) {
        DatasetManifest manifest = manifest(store, id.dataset());
        DatasetView view = view(store, id);
        Profile profile = read(store, view.profile(), Profile.class);
        Path splits = store.fetch(view.splits(), resources.scratch());
        List<Path> chunks = new ArrayList<>();
        for (Chunk chunk : manifest.chunks()) {
            chunks.add(store.fetch(chunk.parquet(), resources.scratch()));
        }
        return new DatasetReader(
                manifest, view, profile, wholeProfile(store, view, profile), splits, chunks, Session.open(resources));
    }

    /**
     * A data version's manifest, checked against the digest that it describes.
     *
     * @throws ContentMissing if there is none
     * @throws ContentCorrupted if it describes other rows
     */
    public static DatasetManifest manifest(Store store, Digest dataset) {
        String key = Documents.datasetManifest(dataset);
        byte[] document = store.document(key)
                .orElseThrow(() -> new ContentMissing("data version " + dataset + " is not in the store: "
                        + store.location(key) + " does not exist"));
        try {
            DatasetManifest manifest = Json.read(document, DatasetManifest.class);
            if (manifest.encoding() == RowTree.ENCODING
                    && RowTree.digest(manifest.columns(), manifest.chunks()).equals(dataset)) {
                return manifest;
            }
        } catch (IllegalArgumentException e) {
            throw new ContentCorrupted(store.location(key) + " is corrupted: " + e.getMessage());
        }
        throw new ContentCorrupted(store.location(key) + " is corrupted: it does not describe the rows of " + dataset);
    }

    /**
     * What may be told of a data version as one spec sees it.
     *
     * @throws ContentMissing if it is not in the store
     * @throws ContentCorrupted if it is not what it should be
     */
    public static Profile profile(Store store, Id id) {
        return read(store, view(store, id).profile(), Profile.class);
    }

    /**
     * The profile of a data version as one spec sees it, with the values of sensitive columns: figures made of it leave the pod, it itself does not.
     *
     * @throws ContentMissing if it is not in the store
     * @throws ContentCorrupted if it is not what it should be
     */
    public static Profile wholeProfile(Store store, Id id) {
        DatasetView view = view(store, id);
        return wholeProfile(store, view, read(store, view.profile(), Profile.class));
    }

    private static Profile wholeProfile(Store store, DatasetView view, Profile profile) {
        return view.withheld() == null ? profile : profile.with(read(store, view.withheld(), Profile.class));
    }

    /**
     * How one spec sees the rows of a data version.
     *
     * @throws ContentMissing if it is not in the store
     * @throws ContentCorrupted if it is not what it should be, or of another version
     */
    public static DatasetView view(Store store, Id id) {
        DatasetView view = read(store, id.view(), DatasetView.class);
        if (!view.dataset().equals(id.dataset())) {
            throw new ContentCorrupted(
                    "view " + id.view() + " is of the data version " + view.dataset() + ", not of " + id.dataset());
        }
        return view;
    }

    private static <T> T read(Store store, Digest blob, Class<T> type) {
        try {
            return Json.read(store.read(blob), type);
        } catch (IllegalArgumentException e) {
            throw new ContentCorrupted("blob " + blob + " is " + e.getMessage());
        }
    }

    public DatasetManifest manifest() {
        return manifest;
    }

    public DatasetView view() {
        return view;
    }

    /** What may be told of the columns. */
    public Profile profile() {
        return profile;
    }

    /** The same with the values of sensitive columns, for what is fitted to them. */
    public Profile wholeProfile() {
        return wholeProfile;
    }

    /** Rows of a split. */
    public long rows(Split split) {
        return switch (split) {
            case TRAIN -> view.counts().train();
            case VALIDATION -> view.counts().validation();
            case TEST -> view.counts().test();
        };
    }

    /**
     * Reads columns of a split's rows in row order: the same batches at every call. Close one reading before the next.
     *
     * @param columns names, each once
     * @param batchRows rows of every batch but the last
     * @throws NoSuchElementException if there is no such column
     */
    public RowBatches read(Split split, List<String> columns, int batchRows) {
        List<ColumnType> types = columns.stream().map(this::type).toList();
        if (chunks.isEmpty() || columns.isEmpty()) {
            throw new IllegalArgumentException("no rows or no columns to read");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = Sql.name(columns.get(i));
            values.add(switch (types.get(i)) {
                        case NUMBER, INTEGER, BOOLEAN -> "CAST(" + name + " AS DOUBLE)";
                        case TIMESTAMP -> "CAST(epoch_us(" + name + ") AS DOUBLE)";
                        case CATEGORY, TEXT -> name;
                    }
                    + " AS v" + i);
        }
        try {
            return new RowBatches(
                    session.query(values.stream().collect(Collectors.joining(", ", "SELECT ", " FROM read_parquet("))
                            + Sql.files(chunks) + ")"),
                    Files.newInputStream(splits),
                    split,
                    new RowBatch.Builder(columns, types, batchRows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ColumnType type(String name) {
        Column column = manifest.column(name);
        if (column == null) {
            throw new NoSuchElementException("the data version has no column " + name);
        }
        return column.type();
    }

    @Override
    public void close() {
        session.close();
    }

    /**
     * What is to be read.
     *
     * @param dataset digest of the rows
     * @param view digest of the {@link DatasetView} of these rows
     */
    public record Id(Digest dataset, Digest view) {}
}
