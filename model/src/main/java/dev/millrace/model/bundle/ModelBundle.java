package dev.millrace.model.bundle;

import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.File;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.model.network.WeightsFile;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException.ContentCorrupted;
import dev.millrace.store.StoreException.ContentMissing;
import java.util.List;
import java.util.Map;

/**
 * A stored model whose manifest is checked: it is the model that was asked for, and it names every file. The files' bytes are checked when they
 * are read.
 */
public final class ModelBundle {
    private final Store store;
    private final ModelManifest manifest;

    private ModelBundle(Store store, ModelManifest manifest) {
        this.store = store;
        this.manifest = manifest;
    }

    /**
     * What a model is about, beside its graph.
     *
     * @param label the column that it predicts
     * @param inputs in the graph's order
     * @param ignored see {@link ModelManifest#ignored()}
     * @param profile of the data version that trained it
     * @param dataset the data version's digest
     */
    public record Description(String label, List<Input> inputs, List<String> ignored, Profile profile, Digest dataset) {
        public Description {
            inputs = List.copyOf(inputs);
            ignored = List.copyOf(ignored);
        }
    }

    /** Stores a model: its files first, its manifest last. The same model again leaves the same bytes. */
    public static ModelBundle write(Store store, ModelGraph graph, Description description) {
        File model = put(store, graph.toModel());
        File weights = put(store, WeightsFile.of(graph.network()));
        File profile = put(store, Json.bytes(description.profile()));
        ModelManifest manifest = new ModelManifest(
                ModelManifest.digestOf(model.digest(), weights.digest()),
                graph.output().task(),
                description.label(),
                description.inputs(),
                description.ignored(),
                graph.output().classes(),
                Map.of(
                        ModelManifest.GRAPH, model,
                        ModelManifest.WEIGHTS, weights,
                        ModelManifest.PROFILE, profile),
                description.dataset());
        store.putDocument(Documents.modelManifest(manifest.digest()), Json.bytes(manifest));
        return new ModelBundle(store, manifest);
    }

    /**
     * Opens a stored model.
     *
     * @throws ContentMissing if the store has no such model
     * @throws ContentCorrupted if its manifest cannot be read or is another model's
     */
    public static ModelBundle open(Store store, Digest model) {
        String key = Documents.modelManifest(model);
        byte[] document = store.document(key)
                .orElseThrow(() -> new ContentMissing("model " + model + " is missing from the store ("
                        + store.location(key) + "): restore it, or repeat the run that made it"));
        ModelManifest manifest;
        try {
            manifest = Json.read(document, ModelManifest.class);
        } catch (IllegalArgumentException e) {
            throw corrupted(store, model, "cannot be read");
        }
        for (String name : List.of(ModelManifest.GRAPH, ModelManifest.WEIGHTS, ModelManifest.PROFILE)) {
            if (!manifest.files().containsKey(name)) {
                throw corrupted(store, model, "names no " + name);
            }
        }
        Digest actual =
                ModelManifest.digestOf(digest(manifest, ModelManifest.GRAPH), digest(manifest, ModelManifest.WEIGHTS));
        if (!actual.equals(model) || !manifest.digest().equals(model)) {
            throw corrupted(store, model, "describes the model " + actual);
        }
        return new ModelBundle(store, manifest);
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /**
     * The bytes of {@code model.onnx}, whose inputs and outputs {@link ModelManifest} describes.
     *
     * @throws dev.millrace.store.StoreException if they are missing or not what the manifest says
     */
    public byte[] graph() {
        return store.read(digest(manifest, ModelManifest.GRAPH));
    }

    /**
     * The figures of the data version that trained the model.
     *
     * @throws dev.millrace.store.StoreException if they are missing or not what the manifest says
     */
    public Profile profile() {
        return Json.read(store.read(digest(manifest, ModelManifest.PROFILE)), Profile.class);
    }

    /** The digests of the blobs that make up the model, in the order of their names. */
    public List<Digest> blobs() {
        return manifest.files().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().digest())
                .toList();
    }

    /** The size of all files. */
    public long sizeBytes() {
        return manifest.files().values().stream().mapToLong(File::sizeBytes).sum();
    }

    private static Digest digest(ModelManifest manifest, String name) {
        File file = manifest.files().get(name);
        if (file == null) {
            throw new IllegalStateException("a manifest without " + name);
        }
        return file.digest();
    }

    private static File put(Store store, byte[] content) {
        Store.Stored stored = store.put(content);
        return new File(stored.digest(), stored.sizeBytes());
    }

    private static ContentCorrupted corrupted(Store store, Digest model, String what) {
        return new ContentCorrupted("the manifest of model " + model + " is corrupted ("
                + store.location(Documents.modelManifest(model)) + "): it " + what
                + "; restore it, or repeat the run that made it");
    }
}
