package dev.millrace.store.collection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.plan.CollectionPlan.LiveDataset;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All that live objects reach in a store.
 *
 * <p>Documents and views are searched for anything that looks like a digest, whatever the field: a program that is older than a
 * document then keeps what it does not understand. About 200 bytes of memory a blob.
 */
final class Reach {
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private final Store store;
    private final Set<Digest> blobs = new HashSet<>();
    private final Set<Digest> datasets = new HashSet<>();
    private final Set<Digest> models = new HashSet<>();
    private final Set<Digest> views = new HashSet<>();
    private final Set<Digest> steps;
    private final List<Digest> missing = new ArrayList<>();

    private Reach(Store store, Set<Digest> steps) {
        this.store = store;
        this.steps = steps;
    }

    /**
     * Follows what a plan names.
     *
     * @param documents keys of all documents of models and runs that are there
     * @throws ContentCorrupted if something live cannot be read, so that what it refers to is not known
     */
    static Reach of(Store store, CollectionPlan plan, List<String> documents) {
        Reach reach = new Reach(store, Set.copyOf(plan.steps()));
        for (LiveDataset dataset : plan.datasets()) {
            reach.addDataset(dataset.digest());
            if (dataset.view() != null) {
                reach.addView(dataset.view());
            }
        }
        plan.models().forEach(reach::addModel);
        documents.stream().filter(Reach::isProvenance).forEach(reach::addProvenance);
        documents.stream().filter(Reach::isReport).forEach(reach::addReport);
        return reach;
    }

    boolean holds(Digest blob) {
        return blobs.contains(blob);
    }

    /** Live data versions and models without a manifest: their bytes are lost already, or lie in another store. */
    List<Digest> missing() {
        return missing;
    }

    /** Whether a document is live, or of a kind that this program does not know. */
    boolean holds(String document) {
        String[] parts = document.split("/", -1);
        if (parts.length < 3) {
            return true;
        }
        Optional<Digest> owner = digest(parts[1]);
        return switch (parts[0]) {
            case Documents.DATASETS -> owner.map(datasets::contains).orElse(true);
            case Documents.MODELS -> owner.map(models::contains).orElse(true);
            case Documents.RUNS ->
                owner.map(key -> steps.contains(key) || (isReport(document) && isWhole(document)))
                        .orElse(true);
            default -> true;
        };
    }

    /** A report of a step whose object is gone serves as a cache as long as all that it names is live for other reasons. */
    private boolean isWhole(String report) {
        return report(report)
                .map(tree -> blobs.containsAll(named(tree.path("blobs"))))
                .orElse(false);
    }

    private void addDataset(Digest dataset) {
        if (datasets.add(dataset)) {
            addDocument(Documents.datasetManifest(dataset), dataset);
        }
    }

    private void addModel(Digest model) {
        if (models.add(model)) {
            addDocument(Documents.modelManifest(model), model)
                    .ifPresent(manifest -> digest(manifest, "dataset").ifPresent(this::addDataset));
        }
    }

    private void addView(Digest view) {
        blobs.add(view);
        if (views.add(view)) {
            try {
                JsonNode tree = tree(store.read(view), "view " + view);
                blobs.addAll(named(tree));
                digest(tree, "dataset").ifPresent(this::addDataset);
            } catch (ContentMissing e) {
                missing.add(view);
            }
        }
    }

    private Optional<JsonNode> addDocument(String key, Digest subject) {
        Optional<JsonNode> document = store.document(key).map(bytes -> tree(bytes, store.location(key)));
        document.ifPresentOrElse(tree -> blobs.addAll(named(tree)), () -> missing.add(subject));
        return document;
    }

    /** The statement of how a live model came to be names the rows and the view of them. */
    private void addProvenance(String key) {
        if (digest(key.split("/", -1)[1]).filter(models::contains).isPresent()) {
            store.document(key).ifPresent(bytes -> {
                JsonNode plan = tree(bytes, store.location(key))
                        .path("predicate")
                        .path("buildDefinition")
                        .path("externalParameters")
                        .path("plan");
                digest(plan, "dataset").ifPresent(this::addDataset);
                digest(plan, "view").ifPresent(this::addView);
            });
        }
    }

    /** What the report of something live names is needed to find that step done. */
    private void addReport(String key) {
        report(key).ifPresent(report -> {
            JsonNode summary = report.path("summary");
            boolean live = digest(key.split("/", -1)[1]).filter(steps::contains).isPresent()
                    || digest(summary.path("training").path("model"), "digest")
                            .filter(models::contains)
                            .isPresent()
                    || (digest(summary.path("ingest"), "digest")
                                    .filter(datasets::contains)
                                    .isPresent()
                            && digest(summary.path("ingest"), "view")
                                    .filter(views::contains)
                                    .isPresent());
            if (live) {
                blobs.addAll(named(report.path("blobs")));
            }
        });
    }

    /** Empty: it is gone, or cannot be read, and so finds no step done. */
    private Optional<JsonNode> report(String key) {
        try {
            return store.document(key).map(bytes -> Json.tree(bytes));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonNode tree(byte[] bytes, String place) {
        try {
            return Json.tree(bytes);
        } catch (IllegalArgumentException e) {
            throw new ContentCorrupted(place + " is corrupted, so that what it refers to is not known: "
                    + e.getMessage() + "; restore it, or delete the objects that name it. Nothing was removed");
        }
    }

    private static Set<Digest> named(JsonNode tree) {
        Set<Digest> named = new HashSet<>();
        Matcher digests = DIGEST.matcher(tree.toString());
        while (digests.find()) {
            named.add(new Digest(digests.group()));
        }
        return named;
    }

    private static Optional<Digest> digest(JsonNode object, String field) {
        String text = object.path(field).asText();
        return DIGEST.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
    }

    private static Optional<Digest> digest(String hex) {
        String text = "sha256:" + hex;
        return DIGEST.matcher(text).matches() ? Optional.of(new Digest(text)) : Optional.empty();
    }

    private static boolean isProvenance(String document) {
        return document.startsWith(Documents.MODELS) && document.contains("/provenance/");
    }

    private static boolean isReport(String document) {
        return document.startsWith(Documents.RUNS) && document.endsWith("/report.json");
    }
}
