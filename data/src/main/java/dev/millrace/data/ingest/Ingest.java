package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.PlanCheck;
import dev.millrace.data.check.ReferenceTests;
import dev.millrace.data.check.TableTests;
import dev.millrace.data.engine.Session;
import dev.millrace.data.query.SourceQuery;
import dev.millrace.data.query.SqlTests;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.SourceFile;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.data.source.SourceReader;
import dev.millrace.data.source.TypedRows;
import dev.millrace.data.source.Typing;
import dev.millrace.data.split.RowSplit;
import dev.millrace.data.spool.RowSpool;
import dev.millrace.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a data version of a source's rows. */
public final class Ingest {
    private final IngestRequest request;
    private final IngestPlan plan;
    private final SensitiveColumns sensitive;
    private final Path scratch;

    private Ingest(IngestRequest request) {
        this.request = request;
        this.plan = request.plan();
        this.sensitive = SensitiveColumns.of(plan.columns());
        this.scratch = request.resources().scratch();
    }

    /**
     * Reads, checks and stores.
     *
     * @throws StepException if the plan or the files are wrong, in sentences that name field, file, column and row
     * @throws StoreException if the store fails
     */
    public static IngestResult run(IngestRequest request) throws IOException {
        Ingest ingest = new Ingest(request);
        try {
            return ingest.run();
        } catch (StepException | StoreException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw ingest.sensitive.silenced(e);
        }
    }

    /**
     * What is reported of the files that a plan reads; nothing where the plan has their digest.
     *
     * @throws StepException if they are not those that the plan was made for
     */
    public static List<StepReport.SourceFile> sources(IngestPlan plan, List<SourceFile> files) throws IOException {
        if (plan.source() instanceof SourcePlan.ConfigMapKey configMap) {
            SourceFiles.requireContent(configMap, files.get(0));
            return List.of();
        }
        if (plan.source() instanceof SourcePlan.HttpFile) {
            return List.of();
        }
        return files.stream()
                .map(file -> new StepReport.SourceFile(file.name(), file.size(), file.state()))
                .toList();
    }

    private IngestResult run() throws IOException {
        List<SourceFile> files = request.origin().files();
        List<StepReport.SourceFile> sources = sources(plan, files);
        VersionBlobs blobs = new VersionBlobs(request.store());
        try (Session session = Session.open(request.resources())) {
            RowSource source = open(files, session);
            List<String> warnings = new ArrayList<>();
            if (plan.query() != null) {
                SourceQuery query =
                        new SourceQuery(plan.query(), plan.columns(), request.resources(), request.stopCheck());
                source = query.run(source, session, warnings);
            }
            Map<String, ColumnRole> roles = PlanCheck.roles(
                    plan,
                    source.columns().stream().map(RowSource.SourceColumn::name).toList());
            Input input = new Input(files, sources, roles, warnings, session);
            return new Typing(source, plan.columns(), session, request.stopCheck())
                    .read(
                            rows -> {
                                blobs.restart();
                                return ingest(rows, input, blobs);
                            },
                            rows -> DataTests.misfits(plan.tests(), rows.columns())
                                    .isEmpty());
        }
    }

    private RowSource open(List<SourceFile> files, Session session) throws IOException {
        return plan.source() instanceof SourcePlan.Jdbc jdbc
                ? request.origin().database().read(jdbc.query(), new RowSpool(session, scratch), request.stopCheck())
                : new SourceReader(session, scratch, sensitive, request.stopCheck()).open(files, plan.format());
    }

    /**
     * What is read, whatever the types.
     *
     * @param sources what is reported of the files
     * @param roles of the columns, by name
     * @param warnings of what came before
     */
    private record Input(
            List<SourceFile> files,
            List<StepReport.SourceFile> sources,
            Map<String, ColumnRole> roles,
            List<String> warnings,
            Session session) {}

    private IngestResult ingest(TypedRows rows, Input input, VersionBlobs blobs) throws IOException {
        Splits splits = new Splits(plan.split(), input.roles(), rows.columns());
        RowSplit split = splits.split(new Splits.Reading(rows, input.session(), scratch, request.stopCheck()));
        RowLayout layout = splits.layout();
        Completion completion = new Completion(request, blobs, input.session());
        try (TableTests tables = tableTests();
                RowPass pass = new RowPass(
                        rows,
                        new RowFigures(layout, tests(rows.columns(), tables, input.session()), scratch),
                        input.session(),
                        scratch);
                ChunkWriter chunks = new ChunkWriter(blobs, input.session(), rows.columns(), scratch)) {
            List<Chunk> written = pass.run(split, chunks, request.stopCheck());
            if (!(plan.source() instanceof SourcePlan.S3Objects)) {
                SourceFiles.requireUnchanged(input.files());
            }
            RowFigures figures = pass.figures();
            completion.requireRows(
                    figures.counts(),
                    input.files().stream().map(SourceFile::name).toList());
            List<String> warnings = new ArrayList<>(input.warnings());
            warnings.addAll(rows.warnings(input.session()));
            return completion.of(
                    new Completion.Rows(
                            layout,
                            figures.counts(),
                            figures.tests(),
                            written,
                            blobs.put(pass.splitsFile()).digest()),
                    figures.conclude(Completion.parentProfile(plan, request.store())),
                    warnings,
                    input.sources());
        }
    }

    private TableTests tableTests() {
        ReferenceTests.Work work = new ReferenceTests.Work(request.resources(), request.stopCheck());
        return new TableTests(
                new SqlTests(plan.tests(), sensitive, request.resources(), request.stopCheck()),
                new ReferenceTests(plan.tests(), sensitive, request.store(), work));
    }

    private DataTests tests(List<Column> columns, TableTests tables, Session session) {
        tables.begin(columns, session);
        return new DataTests(plan.tests(), columns, sensitive, tables);
    }
}
