package dev.millrace.data.ingest;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.Split;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.DatasetView.ColumnView;
import dev.millrace.contract.dataset.DatasetView.SplitCounts;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.Findings;
import dev.millrace.data.check.PlanCheck;
import dev.millrace.data.check.ReferenceTests;
import dev.millrace.data.check.TableTests;
import dev.millrace.data.diff.RowDiff;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.RowPass.Conclusion;
import dev.millrace.data.query.SourceQuery;
import dev.millrace.data.query.SqlTests;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.rows.RowTree;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.SourceFile;
import dev.millrace.data.source.SourceFiles;
import dev.millrace.data.source.SourceReader;
import dev.millrace.data.source.TypedRows;
import dev.millrace.data.source.Typing;
import dev.millrace.data.spool.RowSpool;
import dev.millrace.store.Documents;
import dev.millrace.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        DatasetManifest parent = plan.parent() == null ? null : DatasetReader.manifest(request.store(), plan.parent());
        RowPass.Layout layout = new Splits(plan.split(), input.roles(), rows.columns())
                .layout(new Splits.Reading(rows, input.session(), scratch, request.stopCheck()));
        try (TableTests tables = tableTests();
                RowPass pass = new RowPass(
                        rows, layout, tests(rows.columns(), tables, input.session()), input.session(), scratch);
                ChunkWriter chunks = new ChunkWriter(blobs, input.session(), rows.columns(), scratch)) {
            List<Chunk> written = pass.run(chunks, request.stopCheck());
            if (!(plan.source() instanceof SourcePlan.S3Objects)) {
                SourceFiles.requireUnchanged(input.files());
            }
            requireRows(pass, input.files());
            requireValues(pass, input.roles());
            Conclusion conclusion = pass.conclude(parentProfile());
            Profile profile = sensitive.marked(conclusion.profile());
            StoredVersion version = store(pass, profile, written, blobs);
            Diff diff = parent == null
                    ? null
                    : diff(parent, version.manifest(), input)
                            .withDrifted(Comparisons.drifted(conclusion.drifts(), layout));
            List<String> warnings = new ArrayList<>(input.warnings());
            warnings.addAll(rows.warnings(input.session()));
            warnings.addAll(conclusion.leaks());
            Splits.warning(plan.split(), profile).ifPresent(warnings::add);
            Findings findings = new Findings(profile, conclusion.drifts());
            warnings.addAll(pass.tests().notes(findings));
            return new IngestResult(
                    version.summary(pass.tests().results(findings), pass.tests().newest(findings), diff, warnings),
                    blobs.digests(),
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

    private Optional<Profile> parentProfile() {
        return plan.parent() == null || plan.parentView() == null
                ? Optional.empty()
                : Optional.of(DatasetReader.wholeProfile(
                        request.store(), new DatasetReader.Id(plan.parent(), plan.parentView())));
    }

    private Diff diff(DatasetManifest parent, DatasetManifest child, Input input) {
        return new RowDiff(request.store(), input.session(), scratch, request.stopCheck())
                .between(parent, child, names(child.columns(), input.roles(), ColumnRole.KEY));
    }

    private static List<String> names(List<Column> columns, Map<String, ColumnRole> roles, ColumnRole role) {
        return columns.stream()
                .map(Column::name)
                .filter(name -> roles.get(name) == role)
                .toList();
    }

    private void requireRows(RowPass pass, List<SourceFile> files) {
        if (pass.seen() == 0 && plan.query() != null) {
            throw StepException.badInput("spec.query gives no rows: nothing in the source meets its conditions.");
        }
        if (pass.seen() == 0) {
            throw StepException.badInput(files.get(0).name() + (files.size() > 1 ? " and the other files have" : " has")
                    + " columns but no rows.");
        }
        if (pass.unlabelled() == pass.seen()) {
            throw StepException.badInput(
                    "None of the " + pass.seen() + " rows has a label: the label column has no values.");
        }
        Splits.requireRows(plan.split(), pass);
    }

    private static void requireValues(RowPass pass, Map<String, ColumnRole> roles) {
        List<String> empty = pass.profilers().stream()
                .filter(column -> column.nulls() == pass.seen() && roles.get(column.name()) != ColumnRole.IGNORE)
                .map(column -> "Column \"" + column.name()
                        + "\" has no values at all: fill it, or give it the role ignore in spec.columns.")
                .toList();
        if (!empty.isEmpty()) {
            throw StepException.badInput(empty, 5);
        }
    }

    private StoredVersion store(RowPass pass, Profile whole, List<Chunk> chunks, VersionBlobs blobs) {
        List<Column> columns = pass.layout().columns();
        Profile profile = whole.withoutSensitiveValues();
        Digest digest = RowTree.digest(columns, chunks);
        DatasetManifest manifest = new DatasetManifest(RowTree.ENCODING, digest, columns, pass.seen(), chunks);
        DatasetView view = new DatasetView(
                digest,
                columns.stream()
                        .map(column -> new ColumnView(
                                column.name(),
                                pass.layout().role(column.name()),
                                !pass.tests().refusesNulls(column.name())))
                        .toList(),
                plan.split(),
                blobs.put(pass.splitsFile()).digest(),
                new SplitCounts(
                        pass.rows(Split.TRAIN), pass.rows(Split.VALIDATION), pass.rows(Split.TEST), pass.unlabelled()),
                blobs.put(Json.bytes(profile)).digest(),
                sensitive.any()
                        ? blobs.put(Json.bytes(whole.ofSensitiveColumns())).digest()
                        : null);
        Digest viewDigest = blobs.put(Json.bytes(view)).digest();
        // The manifest comes last: who finds it finds all that it names.
        String key = Documents.datasetManifest(digest);
        request.store().putDocument(key, Json.bytes(manifest));
        return new StoredVersion(
                manifest,
                view,
                profile,
                new StoredVersion.Storage(
                        viewDigest, blobs.size(), blobs.added(), request.store().location(key)));
    }
}
