package dev.millrace.trainer.training;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Generated houses, ingested as a data version. */
final class SampleData {
    private static final int ROWS = 600;
    private static final String[] STREETS = {"Pave", "Grvl", "Dirt"};

    private SampleData() {}

    /**
     * Houses with {@code area} (sometimes missing), {@code rooms}, {@code street}, {@code price}, which follows from them but for some noise,
     * {@code dear} (Yes or No), {@code size} (small, middle, large) and {@code one}, which is always 1. Areas and streets are sensitive.
     */
    static String houses() {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("id,area,rooms,street,price,dear,size,one\n");
        for (int i = 0; i < ROWS; i++) {
            double area = 50 + 150 * random.nextDouble();
            int rooms = 1 + random.nextInt(6);
            int street = random.nextInt(STREETS.length);
            double price = Math.exp(4 + area / 100 + rooms / 10.0 - street / 3.0 + random.nextGaussian() / 20);
            csv.append(String.format(
                    Locale.ROOT,
                    "h%d,%s,%d,%s,%.2f,%s,%s,1%n",
                    i,
                    i % 50 == 0 ? "" : String.format(Locale.ROOT, "%.3f", area),
                    rooms,
                    STREETS[street],
                    price,
                    price > 250 ? "Yes" : "No",
                    area < 100 ? "small" : area < 150 ? "middle" : "large"));
        }
        return csv.toString();
    }

    /** Ingests the houses with one column as the label; prices, classes and sizes are no features. */
    static IngestSummary ingest(Store store, Path folder, String label) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.writeString(source.resolve("houses.csv"), houses());
        List<ColumnPlan> columns = List.of(
                new ColumnPlan("id", null, ColumnRole.KEY),
                new ColumnPlan("area", null, ColumnRole.FEATURE, true),
                new ColumnPlan("street", null, ColumnRole.FEATURE, true),
                new ColumnPlan("price", null, role("price", label)),
                new ColumnPlan("dear", null, role("dear", label)),
                new ColumnPlan("size", null, role("size", label)));
        IngestPlan plan = new IngestPlan(
                new SourcePlan.VolumePath("raw", "houses.csv"),
                null,
                null,
                false,
                columns,
                SplitPlan.byHash(List.of(), new Fractions(0.7, 0.15, 0.15), 1),
                List.of(),
                null,
                null,
                "trainer@" + Digest.of("image"));
        Path scratch = Files.createDirectories(folder.resolve("ingest"));
        Resources resources = Resources.ofContainer(scratch).withMemory(1L << 30);
        return Ingest.run(new IngestRequest(plan, SourceFiles.find(plan.source(), source), store, resources, () -> {}))
                .summary();
    }

    private static ColumnRole role(String column, String label) {
        return column.equals(label) ? ColumnRole.LABEL : ColumnRole.IGNORE;
    }
}
