package dev.millrace.store;

import dev.millrace.contract.Digest;
import java.util.regex.Pattern;

/** The keys of the store's documents: the layout that all steps and servers share. */
public final class Documents {
    /** Where the manifests of data versions lie. */
    public static final String DATASETS = "datasets";
    /** Where models' manifests and provenance lie. */
    public static final String MODELS = "models";
    /** Where the reports and checkpoints of steps lie. */
    public static final String RUNS = "runs";
    /** Where blobs lie. */
    public static final String BLOBS = "blobs/sha256";

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    private Documents() {}

    /** The manifest of a data version. */
    public static String datasetManifest(Digest dataset) {
        return DATASETS + "/" + dataset.hex() + "/manifest.json";
    }

    /** The manifest of a model. */
    public static String modelManifest(Digest model) {
        return MODELS + "/" + model.hex() + "/manifest.json";
    }

    /** What one run says of how a model came to be: a model may come out of several runs. */
    public static String provenance(Digest model, Digest stepKey) {
        return MODELS + "/" + model.hex() + "/provenance/" + stepKey.hex() + ".json";
    }

    /** The report of a finished step. */
    public static String report(Digest stepKey) {
        return RUNS + "/" + stepKey.hex() + "/report.json";
    }

    /** Where a step that is not finished goes on after it was killed. */
    public static String checkpoint(Digest stepKey) {
        return RUNS + "/" + stepKey.hex() + "/checkpoint";
    }

    /** Where a blob lies, which is no document. */
    public static String blob(Digest blob) {
        return BLOBS + "/" + blob.hex().substring(0, 2) + "/" + blob.hex();
    }

    /**
     * A key as it is.
     *
     * @throws IllegalArgumentException if it could lead out of the store or hides a file
     */
    public static String checked(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not a document's key: " + key);
        }
        return key;
    }

    /** Whether a document may have that key. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }
}
