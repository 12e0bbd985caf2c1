package dev.millrace.data;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.Ingest;
import dev.millrace.data.ingest.IngestRequest;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source volume, a store and scratch space for a test. */
public final class Workplace implements AutoCloseable {
    private final Path root;
    private int steps;
    private int threads = 2;

    public Workplace() {
        try {
            root = Files.createTempDirectory("workplace");
            Files.createDirectories(root.resolve("source"));
            Files.createDirectories(root.resolve("store"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Workplace threads(int count) {
        threads = count;
        return this;
    }

    public Path root() {
        return root;
    }

    public Path source() {
        return root.resolve("source");
    }

    public Store store() {
        return Store.open(URI.create("file://" + root.resolve("store")));
    }

    public Path file(String name, byte[] content) {
        try {
            Path file = source().resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Scratch space that nothing else uses. */
    public Resources resources() {
        try {
            Path scratch = Files.createDirectories(root.resolve("scratch-" + steps++));
            return new Resources(1L << 30, threads, scratch, 1L << 30);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs SQL, for writing files. {@code $source} is the source's folder. */
    public void sql(String sql) {
        try (Session session = Session.open(resources())) {
            session.execute(sql.replace("$source", source().toString()));
        }
    }

    public IngestResult ingest(IngestPlan plan) {
        return ingest(plan, resources(), () -> {});
    }

    public IngestResult ingest(IngestPlan plan, Resources resources, Runnable stopCheck) {
        try {
            return Ingest.run(
                    new IngestRequest(plan, SourceFiles.find(plan.source(), source()), store(), resources, stopCheck));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public DatasetReader open(IngestResult result) {
        return DatasetReader.open(
                store(),
                new DatasetReader.Id(result.summary().digest(), result.summary().view()),
                resources());
    }

    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Plan plan(String path) {
        return new Plan(path);
    }

    /** A plan with defaults: all rows train. */
    public static final class Plan {
        private SourcePlan source;
        private @Nullable DataFormat format;
        private @Nullable String query;
        private boolean strict;
        private final List<ColumnPlan> columns = new ArrayList<>();
        private final List<TestPlan> tests = new ArrayList<>();
        private SplitPlan split = SplitPlan.byHash(List.of(), new SplitPlan.Fractions(1, 0, 0), 7);
        private @Nullable Digest parent;
        private @Nullable Digest parentView;

        private Plan(String path) {
            source = new SourcePlan.VolumePath("raw", path);
        }

        public Plan source(SourcePlan other) {
            source = other;
            return this;
        }

        public Plan format(DataFormat other) {
            format = other;
            return this;
        }

        public Plan query(String sql) {
            query = sql;
            return this;
        }

        public Plan strict() {
            strict = true;
            return this;
        }

        public Plan column(String name, @Nullable ColumnType type, @Nullable ColumnRole role) {
            columns.add(new ColumnPlan(name, type, role));
            return this;
        }

        public Plan sensitive(String name, @Nullable ColumnType type, @Nullable ColumnRole role) {
            columns.add(new ColumnPlan(name, type, role, true));
            return this;
        }

        public Plan label(String name) {
            return column(name, null, ColumnRole.LABEL);
        }

        /** As JSON, with single quotes. */
        public Plan test(String test) {
            tests.add(Json.read(test.replace('\'', '"'), TestPlan.class));
            return this;
        }

        public Plan split(double train, double validation, double test, String... by) {
            split = SplitPlan.byHash(List.of(by), new SplitPlan.Fractions(train, validation, test), 7);
            return this;
        }

        public Plan split(SplitPlan other) {
            split = other;
            return this;
        }

        public Plan parent(Digest digest) {
            parent = digest;
            return this;
        }

        public Plan parent(IngestSummary version) {
            parent = version.digest();
            parentView = version.view();
            return this;
        }

        public IngestPlan build() {
            return new IngestPlan(
                    source, format, query, strict, columns, split, tests, parent, parentView, "trainer@sha256:0");
        }
    }
}
