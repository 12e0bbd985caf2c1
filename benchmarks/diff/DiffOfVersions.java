import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.data.diff.RowDiff;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.store.Store;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * {@code versions FOLDER ROWS EDITS} makes two versions that differ in EDITS rows all over them; {@code diff FOLDER keys|rows} times their
 * diff, as a process of its own.
 */
public final class DiffOfVersions {
    private DiffOfVersions() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        Store store = Store.open(URI.create("file://" + Files.createDirectories(folder.resolve("store"))));
        if (arguments[0].equals("versions")) {
            int rows = Integer.parseInt(arguments[2]);
            Files.createDirectories(folder.resolve("source"));
            for (String name : List.of("parent", "child")) {
                write(folder.resolve("source/" + name + ".csv"), rows, name.equals("child") ? Integer.parseInt(arguments[3]) : 0);
                IngestPlan plan = Json.read(
                        ("{'source': {'type': 'volume', 'claimName': 'raw', 'path': '" + name + ".csv'}, 'strictColumns': false,"
                                        + " 'columns': [{'name': 'ride', 'role': 'key'}], 'tests': [], 'image': 'benchmark',"
                                        + " 'split': {'columns': [], 'fractions': {'train': 0.7, 'validation': 0.15, 'test': 0.15}, 'seed': 7}}")
                                .replace('\'', '"'),
                        IngestPlan.class);
                Digest digest = Ingest.run(new IngestRequest(
                                plan, SourceFiles.find(plan.source(), folder.resolve("source")), store, resources(folder, "ingest-" + name), () -> {}))
                        .summary()
                        .digest();
                Files.writeString(folder.resolve(name), digest.value());
                Files.delete(folder.resolve("source/" + name + ".csv"));
            }
            return;
        }
        DatasetManifest parent = manifest(store, folder, "parent");
        DatasetManifest child = manifest(store, folder, "child");
        Resources resources = resources(folder, "diff-" + arguments[2]);
        long start = System.nanoTime();
        try (Session session = Session.open(resources)) {
            Diff diff = new RowDiff(store, session, resources.scratch(), () -> {})
                    .between(parent, child, arguments[2].equals("keys") ? List.of("ride") : List.of());
            System.out.printf(
                    "%.2f s: +%d -%d rows, %s changed, of %d chunks%n",
                    (System.nanoTime() - start) / 1e9,
                    diff.rowsAdded(),
                    diff.rowsRemoved(),
                    diff.rowsChanged(),
                    child.chunks().size());
        }
    }

    private static DatasetManifest manifest(Store store, Path folder, String name) throws IOException {
        return DatasetReader.manifest(store, new Digest(Files.readString(folder.resolve(name))));
    }

    private static Resources resources(Path folder, String name) throws IOException {
        return Resources.ofContainer(Files.createDirectories(folder.resolve("scratch-" + name)));
    }

    /** Rows of a key, three numbers and two categories; of the edits a fifth are new rows, a fifth are gone, the others have another fare. */
    private static void write(Path file, int rows, int edits) throws IOException {
        Random random = new Random(11);
        int every = edits == 0 ? Integer.MAX_VALUE : rows / edits;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("ride,distance,fare,tip,zone,payment\n");
            for (int i = 0; i < rows; i++) {
                double distance = Math.round(random.nextDouble() * 4_000) / 100.0;
                double fare = Math.round(300 + distance * 210 + random.nextDouble() * 100) / 100.0;
                String rest = "," + Math.round(random.nextDouble() * 500) / 100.0 + ",z" + random.nextInt(260)
                        + (random.nextInt(3) == 0 ? ",cash\n" : ",card\n");
                int edit = i % every == every / 2 ? i / every % 5 : -1;
                if (edit != 0) {
                    out.write(i + "," + distance + "," + (edit > 1 ? fare + 1000 : fare) + rest);
                }
                if (edit == 1) {
                    out.write((rows + i) + "," + distance + "," + fare + rest);
                }
            }
        }
    }
}
