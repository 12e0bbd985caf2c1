package dev.millrace.store.collection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetManifest.Chunk;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A store with small versions and models in it; on a volume, its files can be made old. */
public record Volume(Path root, Store store) {
    public static final Instant KEEP_SINCE = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant OLD = KEEP_SINCE.minus(Duration.ofHours(1));

    public Volume(Path root) {
        this(root, Store.open(URI.create("file://" + root)));
    }

    public Digest blob(String content) {
        return store.put(content.getBytes(UTF_8)).digest();
    }

    /** Stores a version of one chunk, in the order in which an ingest does. */
    public LiveDataset version(String rows) {
        Digest dataset = Digest.of("digest of " + rows);
        Chunk chunk = new Chunk(Digest.of(rows), 1, blob(rows), rows.length(), blob("hashes of " + rows));
        Digest profile = blob("{\"profile\": \"of " + rows + "\"}");
        Digest view =
                blob(Json.text(Map.of("dataset", dataset, "splits", blob("splits of " + rows), "profile", profile)));
        store.putDocument(
                Documents.datasetManifest(dataset),
                Json.bytes(
                        new DatasetManifest(1, dataset, List.of(new Column("x", ColumnType.TEXT)), 1, List.of(chunk))));
        return new LiveDataset(dataset, view);
    }

    /** The blobs of a version. */
    public static List<Digest> blobs(String rows) {
        return Stream.of(rows, "hashes of " + rows, "{\"profile\": \"of " + rows + "\"}", "splits of " + rows)
                .map(Digest::of)
                .toList();
    }

    /** Stores a model of one file, with the statement of one run. */
    public Digest model(String weights, LiveDataset dataset) {
        Digest model = Digest.of("digest of " + weights);
        Digest step = Digest.of("step of " + weights);
        store.putDocument(
                Documents.modelManifest(model),
                Json.bytes(Map.of("dataset", dataset.digest(), "files", List.of(blob(weights)))));
        store.putDocument(
                Documents.provenance(model, step),
                Json.bytes(Map.of(
                        "predicate",
                        Map.of("buildDefinition", Map.of("externalParameters", Map.of("plan", dataset))))));
        return model;
    }

    public void report(Digest step, List<Digest> blobs) {
        StepSummary summary = new StepSummary(step, Outcome.SUCCEEDED, null, "done", false, null, null);
        store.putDocument(Documents.report(step), Json.bytes(new StepReport(summary, blobs, List.of())));
    }

    public static CollectionPlan plan(LiveDataset... live) {
        return new CollectionPlan(KEEP_SINCE.toString(), List.of(live), List.of(), List.of());
    }

    public static CollectionPlan plan(Digest... models) {
        return new CollectionPlan(KEEP_SINCE.toString(), List.of(), List.of(models), List.of());
    }

    /** Makes everything older than the grace period. */
    Volume aged() throws IOException {
        for (Path file : files()) {
            Files.setLastModifiedTime(file, FileTime.from(OLD));
        }
        return this;
    }

    List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile).toList());
        }
    }
}
