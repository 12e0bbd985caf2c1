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
import dev.millrace.contract.report.IngestSummary.Diff;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.check.DataTests;
import dev.millrace.data.check.Findings;
import dev.millrace.data.diff.RowDiff;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.RowFigures.Conclusion;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.data.rows.RowTree;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of every ingest, however the rows were read: what was found is held against the spec, stored as documents and told. */
final class Completion {
    private final IngestRequest request;
    private final IngestPlan plan;
    private final SensitiveColumns sensitive;
    private final VersionBlobs blobs;
    private final Session session;
    private final @Nullable DatasetManifest parent;

    /**
     * To be made before the rows are read: a parent that is not in the store ends the ingest at once.
     *
     * @param blobs of the version
     */
    Completion(IngestRequest request, VersionBlobs blobs, Session session) {
        this.request = request;
        this.plan = request.plan();
        this.sensitive = SensitiveColumns.of(plan.columns());
        this.blobs = blobs;
        this.session = session;
        this.parent = plan.parent() == null ? null : DatasetReader.manifest(request.store(), plan.parent());
    }

    /**
     * Rows that were read and stored.
     *
     * @param tests that have seen them
     * @param chunks in order
     * @param splits the blob with the code of each row's split
     */
    record Rows(RowLayout layout, RowCounts counts, DataTests tests, List<Chunk> chunks, Digest splits) {}

    /** The version of rows, its documents stored. */
    IngestResult of(Rows rows, Conclusion conclusion, List<String> before, List<StepReport.SourceFile> sources) {
        RowLayout layout = rows.layout();
        requireValues(conclusion.profile());
        Profile profile = sensitive.marked(conclusion.profile());
        StoredVersion version = store(rows, profile);
        Diff diff = parent == null
                ? null
                : diff(parent, version.manifest(), layout)
                        .withDrifted(Comparisons.drifted(conclusion.drifts(), layout));
        List<String> warnings = new ArrayList<>(before);
        warnings.addAll(conclusion.leaks());
        Splits.warning(plan.split(), profile).ifPresent(warnings::add);
        Findings findings = new Findings(profile, conclusion.drifts());
        DataTests tests = rows.tests();
        warnings.addAll(tests.notes(findings));
        return new IngestResult(
                version.summary(tests.results(findings), tests.newest(findings), diff, warnings),
                blobs.digests(),
                sources);
    }

    /** The profile of the parent, where it has one to compare with. */
    static Optional<Profile> parentProfile(IngestPlan plan, Store store) {
        return plan.parent() == null || plan.parentView() == null
                ? Optional.empty()
                : Optional.of(
                        DatasetReader.wholeProfile(store, new DatasetReader.Id(plan.parent(), plan.parentView())));
    }

    private Diff diff(DatasetManifest parent, DatasetManifest child, RowLayout layout) {
        List<String> keys = child.columns().stream()
                .map(Column::name)
                .filter(name -> layout.roles().get(name) == ColumnRole.KEY)
                .toList();
        return new RowDiff(request.store(), session, request.resources().scratch(), request.stopCheck())
                .between(parent, child, keys);
    }

    /** @throws StepException if there are no rows, none with a label, or none for a split */
    void requireRows(RowCounts rows, List<String> files) {
        if (rows.all() == 0 && plan.query() != null) {
            throw StepException.badInput("spec.query gives no rows: nothing in the source meets its conditions.");
        }
        if (rows.all() == 0) {
            throw StepException.badInput(
                    files.get(0) + (files.size() > 1 ? " and the other files have" : " has") + " columns but no rows.");
        }
        if (rows.unlabelled() == rows.all()) {
            throw StepException.badInput(
                    "None of the " + rows.all() + " rows has a label: the label column has no values.");
        }
        Splits.requireRows(plan.split(), rows);
    }

    private static void requireValues(Profile profile) {
        List<String> empty = profile.columns().stream()
                .filter(column -> column.all().nulls() == column.all().rows() && column.role() != ColumnRole.IGNORE)
                .map(column -> "Column \"" + column.name()
                        + "\" has no values at all: fill it, or give it the role ignore in spec.columns.")
                .toList();
        if (!empty.isEmpty()) {
            throw StepException.badInput(empty, 5);
        }
    }

    private StoredVersion store(Rows rows, Profile whole) {
        List<Column> columns = rows.layout().columns();
        RowCounts counts = rows.counts();
        Profile profile = whole.withoutSensitiveValues();
        Digest digest = RowTree.digest(columns, rows.chunks());
        DatasetManifest manifest = new DatasetManifest(
                RowTree.ENCODING, digest, columns, rows.counts().all(), rows.chunks());
        DatasetView view = new DatasetView(
                digest,
                columns.stream()
                        .map(column -> new ColumnView(
                                column.name(),
                                rows.layout().role(column.name()),
                                !rows.tests().refusesNulls(column.name())))
                        .toList(),
                plan.split(),
                rows.splits(),
                new SplitCounts(
                        counts.of(Split.TRAIN),
                        counts.of(Split.VALIDATION),
                        counts.of(Split.TEST),
                        counts.unlabelled()),
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
