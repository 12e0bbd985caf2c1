package dev.millrace.data.ingest;

import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.PlanCheck;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.PartChunks.Range;
import dev.millrace.data.ingest.PartChunks.Written;
import dev.millrace.data.ingest.PartJoining.Cuts;
import dev.millrace.data.ingest.RowFigures.Conclusion;
import dev.millrace.data.part.Workers;
import dev.millrace.data.profile.ColumnProfiler;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource.SourceColumn;
import dev.millrace.data.source.SameColumns;
import dev.millrace.data.source.SourceFile;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.data.source.TypeEvidence;
import dev.millrace.store.Store.Stored;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same as {@link Ingest}, by many machines: the version is the same to the last bit. A part of the source is one of its files. They are
 * read three times: for the columns' types, for all that is computed of the rows, and to write the chunks when it is known where they end.
 * What one machine keeps of the rows is bounded, whatever their number.
 */
public final class PartedIngest {
    private final IngestRequest request;
    private final IngestPlan plan;
    private final List<StepReport.SourceFile> files;
    private final Workers workers;
    private final SensitiveColumns sensitive;

    private PartedIngest(IngestRequest request, List<StepReport.SourceFile> files, Workers workers) {
        this.request = request;
        this.plan = request.plan();
        this.files = files;
        this.workers = workers;
        this.sensitive = SensitiveColumns.of(plan.columns());
    }

    /**
     * Reads, checks and stores.
     *
     * @param request whose files are looked at again in the end, to see that they are unchanged
     * @param files of the source, as workers shall find them
     * @throws StepException if the plan or the files are wrong, in sentences that name field, file, column and row
     */
    public static IngestResult run(IngestRequest request, List<StepReport.SourceFile> files, Workers workers)
            throws IOException {
        PartedIngest ingest = new PartedIngest(request, files, workers);
        ingest.requireParts();
        return ingest.run();
    }

    /** Refuses what would have to look at all rows at once. */
    private void requireParts() {
        List<String> problems = new ArrayList<>();
        if (plan.query() != null) {
            problems.add("spec.query looks at all rows at once.");
        }
        if (plan.tests().stream().anyMatch(test -> test.sql() != null || test.references() != null)) {
            problems.add("spec.tests: sql and references look at all rows at once.");
        }
        if (plan.split().by() == SplitPlan.By.TIME || plan.split().isStratified()) {
            problems.add("spec.split: by time and stratify look at all rows at once.");
        }
        if (files.stream().anyMatch(file -> format(file) == DataFormat.JSON_LINES)) {
            problems.add("spec.format: the columns of JSON Lines are known when all rows were read.");
        }
        if (!problems.isEmpty()) {
            problems.add("Leave it out, or let one pod ingest.");
            throw StepException.badInput(problems);
        }
    }

    private DataFormat format(StepReport.SourceFile file) {
        return plan.format() != null
                ? plan.format()
                : DataFormat.ofName(file.path())
                        .orElseThrow(() -> StepException.badInput("spec.format: the name " + file.path()
                                + " does not tell its format: set spec.format to csv or parquet."));
    }

    private IngestResult run() throws IOException {
        TypeEvidence types = types();
        PartedSource source = PartedSource.of(plan, files).withColumns(types.columns());
        List<byte[]> joined = workers.exchange(
                new Workers.Sizes(files.size(), PartJoining.receivers(source)),
                new PartReading(source),
                new PartJoining(source));
        VersionBlobs blobs = new VersionBlobs(request.store());
        try (Session session = Session.open(request.resources())) {
            RowLayout layout = source.splits().layout();
            DataTests tests = source.tests(request.resources(), request.store(), request.stopCheck());
            RowCounts counts = summaries(joined.get(PartJoining.SUMMARY), tests);
            Completion completion = new Completion(request, blobs, session);
            completion.requireRows(
                    counts, files.stream().map(StepReport.SourceFile::path).toList());
            Cuts cuts = Json.read(joined.get(PartJoining.NOTES), Cuts.class);
            List<Chunk> chunks = write(source, cuts, blobs);
            if (plan.source() instanceof SourcePlan.VolumePath) {
                SourceFiles.requireUnchanged(request.origin().files());
            }
            Completion.Rows rows = new Completion.Rows(
                    layout, counts, tests, chunks, blobs.counted(cuts.splits()).digest());
            return completion.of(
                    rows, conclusion(joined, layout), types.warnings(row -> place(row, cuts.rows())), files);
        }
    }

    /** Of the columns of all parts. */
    private TypeEvidence types() throws IOException {
        PartedSource source = PartedSource.of(plan, files);
        // Before all rows are read it is seen whether the plan is for these columns.
        List<SourceColumn> columns = PartTyping.columns(
                Answer.read(workers.each(1, new PartTyping(source, false)).get(0)));
        PlanCheck.roles(plan, columns.stream().map(SourceColumn::name).toList());
        TypeEvidence types = new TypeEvidence(columns, plan.columns());
        SameColumns same = new SameColumns(named(files.get(0)), columns, sensitive);
        List<Long> rows = new ArrayList<>();
        for (byte[] answer : workers.each(files.size(), new PartTyping(source, true))) {
            DataInputStream in = Answer.read(answer);
            int part = rows.size();
            same.require(named(files.get(part)), PartTyping.columns(in));
            long before = types.rows();
            types.join(in);
            rows.add(types.rows() - before);
        }
        types.requireFits(row -> place(row, rows));
        return types;
    }

    private static SourceFile named(StepReport.SourceFile file) {
        return new SourceFile(file.path(), Path.of(file.path()), file.size(), file.state());
    }

    /** Where a row stands, counted from 0 over all parts. */
    private String place(long row, List<Long> rows) {
        long before = 0;
        int part = 0;
        while (row - before >= rows.get(part)) {
            before += rows.get(part++);
        }
        return "row " + (row - before + 1) + " of " + files.get(part).path();
    }

    /** The rows of all parts, whose tests are joined. */
    private static RowCounts summaries(byte[] all, DataTests tests) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(all));
        RowCounts counts = RowCounts.NONE;
        while (in.available() > 0) {
            DataInputStream summary = Answer.read(in.readNBytes(in.readInt()));
            long[] bySplit = new long[counts.bySplit().length];
            for (int split = 0; split < bySplit.length; split++) {
                bySplit[split] = summary.readLong();
            }
            counts = counts.and(new RowCounts(bySplit));
            tests.join(summary);
        }
        return counts;
    }

    private List<Chunk> write(PartedSource source, Cuts cuts, VersionBlobs blobs) throws IOException {
        List<Range> ranges = PartChunks.ranges(cuts);
        List<Chunk> chunks = new ArrayList<>();
        for (byte[] answer : workers.each(ranges.size(), new PartChunks(source, ranges))) {
            Written written = Json.read(Answer.read(answer).readAllBytes(), Written.class);
            chunks.addAll(written.chunks());
            for (Stored blob : written.blobs()) {
                blobs.counted(blob);
            }
        }
        return chunks;
    }

    private static Conclusion conclusion(List<byte[]> joined, RowLayout layout) {
        int checks = PartJoining.FIRST_GATHERED + layout.columns().size();
        List<ColumnProfiler.Conclusion> columns = joined.subList(PartJoining.FIRST_GATHERED, checks).stream()
                .map(json -> Json.read(json, ColumnProfiler.Conclusion.class))
                .toList();
        Stream<String> leaks = joined.subList(checks, joined.size()).stream()
                .flatMap(json -> Arrays.stream(Json.read(json, String[].class)));
        return new Conclusion(
                new Profile(
                        columns.stream().map(ColumnProfiler.Conclusion::profile).toList()),
                columns.stream().flatMap(column -> column.drifts().stream()).toList(),
                leaks.toList());
    }
}
