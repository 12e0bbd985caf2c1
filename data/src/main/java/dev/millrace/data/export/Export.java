package dev.millrace.data.export;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.export.Croissant.DataFile;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.rows.Values;
import dev.millrace.store.Store;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a data version as Parquet files in a folder for each split, {@code data/split=train/part-00000.parquet}, and {@code croissant.json}
 * beside {@code data}. Rows keep their order within a split. The same version gives the same bytes with the same release.
 */
public final class Export {
    /** Rows of a file, of all splits together, but for what the last chunk has more. */
    private static final long ROWS_OF_A_PART = 1_000_000;

    private static final String OPTIONS = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)";
    private static final String CODE = "code";
    private static final int BUFFER = 1 << 18;

    private final Store store;
    private final DatasetManifest manifest;
    private final Resources resources;
    private final Runnable stopCheck;

    private Export(Store store, DatasetManifest manifest, Resources resources, Runnable stopCheck) {
        this.store = store;
        this.manifest = manifest;
        this.resources = resources;
        this.stopCheck = stopCheck;
    }

    /**
     * What is exported.
     *
     * @param id digests of the rows and of the view of them
     * @param publication what is told of them
     */
    public record Request(DatasetReader.Id id, Publication publication) {}

    /**
     * Writes all into a folder that appears when it is whole.
     *
     * @param target that is not there yet, in a folder that is
     * @param resources whose scratch folder is used by this export alone
     * @param stopCheck called between files; what it throws ends the export
     * @throws StepException if the target is there, or its parent is not
     * @throws dev.millrace.store.StoreException if something of the version is missing or damaged
     */
    public static void run(Store store, Request request, Path target, Resources resources, Runnable stopCheck)
            throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw StepException.badInput("--to: there is no folder " + parent + " to write " + target.getFileName()
                    + " into: mount a volume there.");
        }
        if (Files.exists(target)) {
            throw StepException.badInput("--to: " + target + " exists: delete it, or give another name.");
        }
        Path part = parent.resolve("." + target.getFileName() + ".part");
        delete(part);
        Files.createDirectories(part.resolve("data"));
        DatasetManifest manifest = DatasetReader.manifest(store, request.id().dataset());
        Croissant croissant = new Croissant(
                manifest,
                DatasetReader.view(store, request.id()),
                DatasetReader.profile(store, request.id()),
                request.publication());
        // One thread, so that the bytes follow from the rows.
        Export export = new Export(store, manifest, resources.withThreads(1), stopCheck);
        List<DataFile> files =
                export.write(part, store.fetch(croissant.view().splits(), resources.scratch()), croissant.splitKey());
        Files.writeString(
                part.resolve("croissant.json"),
                croissant.document(files).toPrettyString() + "\n",
                StandardCharsets.UTF_8);
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            throw StepException.badInput("--to: " + target + " came to be while this export was written.");
        }
    }

    private List<DataFile> write(Path folder, Path splits, String splitKey) throws IOException {
        List<DataFile> files = new ArrayList<>();
        try (Session session = Session.open(resources);
                InputStream codes = Files.newInputStream(splits)) {
            int part = 0;
            for (List<Chunk> group : groups()) {
                files.addAll(write(session, new Part(folder, splitKey, part++), group, codes));
            }
        }
        files.sort(Comparator.comparing(DataFile::path));
        return files;
    }

    /** Where a group of chunks goes: one file in the folder of each split. */
    private record Part(Path folder, String splitKey, int number) {
        String path(String split) {
            return "data/%s=%s/part-%05d.parquet".formatted(splitKey, split, number);
        }
    }

    private List<List<Chunk>> groups() {
        List<List<Chunk>> groups = new ArrayList<>();
        long rows = ROWS_OF_A_PART;
        for (Chunk chunk : manifest.chunks()) {
            if (rows >= ROWS_OF_A_PART) {
                groups.add(new ArrayList<>());
                rows = 0;
            }
            groups.get(groups.size() - 1).add(chunk);
            rows += chunk.rows();
        }
        return groups;
    }

    private List<DataFile> write(Session session, Part part, List<Chunk> chunks, InputStream codes) throws IOException {
        List<Path> parquet = new ArrayList<>();
        for (Chunk chunk : chunks) {
            stopCheck.run();
            parquet.add(store.fetch(chunk.parquet(), resources.scratch()));
        }
        Values.Longs splits =
                codes(codes, chunks.stream().mapToLong(Chunk::rows).sum());
        List<DataFile> files = new ArrayList<>();
        for (int code = Split.NONE; code <= Split.values().length; code++) {
            long rows = count(splits, code);
            if (rows > 0) {
                stopCheck.run();
                String path = part.path(Croissant.folder(code));
                Path file = part.folder().resolve(path);
                Files.createDirectories(file.getParent());
                session.execute(
                        "splits",
                        List.of(new Column(CODE, ColumnType.INTEGER)),
                        List.of(splits),
                        "COPY (SELECT " + columns() + " FROM read_parquet(" + Sql.files(parquet)
                                + ") AS r POSITIONAL JOIN splits AS s WHERE s." + CODE + " = " + code + ") TO "
                                + Sql.text(file.toString()) + " " + OPTIONS);
                files.add(new DataFile(path, Croissant.folder(code), rows, Files.size(file), sha256(file)));
            }
        }
        for (Path file : parquet) {
            if (file.startsWith(resources.scratch())) {
                Files.deleteIfExists(file);
            }
        }
        return files;
    }

    private String columns() {
        return manifest.columns().stream()
                .map(column -> "r." + Sql.name(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static Values.Longs codes(InputStream splits, long rows) throws IOException {
        byte[] bytes = splits.readNBytes(Math.toIntExact(rows));
        if (bytes.length < rows) {
            throw new EOFException("the splits have fewer rows than the version");
        }
        long[] codes = new long[bytes.length];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = bytes[row];
        }
        return new Values.Longs(codes, new boolean[codes.length], codes.length);
    }

    private static long count(Values.Longs splits, int code) {
        long rows = 0;
        for (long split : splits.values()) {
            rows += split == code ? 1 : 0;
        }
        return rows;
    }

    private static Digest sha256(Path file) throws IOException {
        MessageDigest hash = Digest.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hash.update(buffer, 0, n);
            }
        }
        return Digest.ofHash(hash.digest());
    }

    /** What an export that was killed left. */
    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
