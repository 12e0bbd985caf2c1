package dev.millrace.data.ingest;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.data.Workplace;
import dev.millrace.data.reading.DatasetReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A version's digest is of its rows: not of files, formats, compression or threads. */
class DigestPropertiesTest {
    private static final String HEADER = "id,n,i,c,b,t\n";

    private static String rows(int from, int to) {
        StringBuilder csv = new StringBuilder();
        for (int i = from; i < to; i++) {
            Random random = new Random(i);
            csv.append(i)
                    .append(',')
                    .append(random.nextInt(10) == 0 ? "" : Double.toString(random.nextGaussian() * 1000))
                    .append(',')
                    .append(random.nextInt(10) == 0 ? "" : random.nextLong())
                    .append(random.nextInt(10) == 0 ? "," : ",\"c, " + random.nextInt(50) + "\né\"")
                    .append(random.nextBoolean() ? ",true" : ",false")
                    .append(",2024-01-")
                    .append(10 + random.nextInt(20))
                    .append("T00:00:00.")
                    .append(100_000 + random.nextInt(900_000))
                    .append('\n');
        }
        return csv.toString();
    }

    private static Workplace.Plan planOf(String path) {
        return plan(path)
                .column("id", null, ColumnRole.KEY)
                .split(0.7, 0.15, 0.15)
                .format(path.contains("parquet") ? DataFormat.PARQUET : DataFormat.CSV);
    }

    private static IngestSummary ingest(Workplace workplace, String path) {
        return workplace.ingest(planOf(path).build()).summary();
    }

    @Property(tries = 3)
    void filesFormatsCompressionAndThreadsDoNotMatter(
            @ForAll @IntRange(min = 100, max = 3_000) int rows, @ForAll @IntRange(min = 1, max = 99) int cutPercent)
            throws IOException {
        try (Workplace workplace = new Workplace()) {
            int cut = Math.max(1, rows * cutPercent / 100);
            String csv = HEADER + rows(0, rows);
            workplace.file("whole.csv", csv);
            workplace.file("part/a.csv", HEADER + rows(0, cut));
            workplace.file("part/b.csv", HEADER + rows(cut, rows));
            workplace.file("z.csv.zst", Zstd.compress(csv.getBytes(StandardCharsets.UTF_8)));
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
                out.write(csv.getBytes(StandardCharsets.UTF_8));
            }
            workplace.file("g.csv.gz", gzip.toByteArray());
            String typed =
                    "COPY (SELECT id::BIGINT AS id, n::DOUBLE AS n, i::BIGINT AS i, c, b::BOOLEAN AS b, t::TIMESTAMP AS t"
                            + " FROM read_csv('$source/whole.csv', all_varchar = true, nullstr = '')) TO '$source/";
            workplace.sql(typed + "typed.parquet'");
            workplace.sql(typed + "small-groups.parquet' (ROW_GROUP_SIZE 2048, COMPRESSION gzip)");
            workplace.sql(
                    "COPY (FROM read_csv('$source/whole.csv', all_varchar = true, nullstr = '')) TO '$source/texts.parquet'");

            IngestSummary expected = ingest(workplace.threads(1), "whole.csv");

            for (int threads : new int[] {1, 2, 5}) {
                workplace.threads(threads);
                for (String path : List.of(
                        "whole.csv",
                        "part/*.csv",
                        "z.csv.zst",
                        "g.csv.gz",
                        "typed.parquet",
                        "small-groups.parquet",
                        "texts.parquet")) {
                    IngestSummary found = ingest(workplace, path);
                    assertThat(found.digest()).as(path).isEqualTo(expected.digest());
                    assertThat(found.view()).as(path).isEqualTo(expected.view());
                    assertThat(found.newBytes()).as(path).isZero();
                }
            }
        }
    }

    @Test
    void manyRowsKeepTheirOrderWithSeveralThreads() throws IOException {
        try (Workplace workplace = new Workplace()) {
            workplace.file("big.csv", HEADER + rows(0, 200_000));

            IngestSummary one = ingest(workplace.threads(1), "big.csv");
            IngestSummary four = ingest(workplace.threads(4), "big.csv");

            assertThat(four.digest()).isEqualTo(one.digest());
            assertThat(four.newBytes()).isZero();
            DatasetManifest manifest = DatasetReader.manifest(workplace.store(), one.digest());
            assertThat(manifest.chunks()).hasSizeGreaterThan(2);
            assertThat(manifest.chunks().stream().mapToLong(Chunk::rows).sum()).isEqualTo(200_000);

            // Rows that two versions share are stored once, and counted as shared.
            Files.writeString(
                    workplace.source().resolve("big.csv"),
                    rows(200_000, 200_010),
                    java.nio.file.StandardOpenOption.APPEND);
            IngestSummary more = workplace
                    .ingest(planOf("big.csv").parent(one.digest()).build())
                    .summary();
            assertThat(more.diff()).isEqualTo(new Diff(10, 0, 0L, List.of(), List.of(), List.of(), List.of()));
            assertThat(more.newBytes()).isLessThan(more.sizeBytes() / 2);
        }
    }

    @Test
    void anyChangeOfTheRowsIsAnotherVersion() {
        try (Workplace workplace = new Workplace()) {
            String csv = HEADER + rows(0, 50);
            workplace.file("a.csv", csv);
            IngestSummary before = ingest(workplace, "a.csv");
            List<String> changes = List.of(
                    csv.replace("true", "false"),
                    csv.replaceFirst("c, ", "c,"),
                    csv.replace("id,n,i,c,b,t", "id,n,i,c,b,u"),
                    HEADER + rows(0, 49),
                    HEADER + rows(1, 50) + rows(0, 1));

            for (String change : changes) {
                workplace.file("a.csv", change);
                assertThat(ingest(workplace, "a.csv").digest()).isNotEqualTo(before.digest());
            }
        }
    }
}
