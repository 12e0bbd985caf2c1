package dev.millrace.store;

import dev.millrace.contract.Digest;
import java.util.regex.Pattern;

/** The keys of the store's documents: the layout that all steps and servers share. */
public final class Documents {
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    private Documents() {}

    /** The manifest of a data version. */
    public static String datasetManifest(Digest dataset) {
        return "datasets/" + dataset.hex() + "/manifest.json";
    }

    /** The manifest of a model. */
    public static String modelManifest(Digest model) {
        return "models/" + model.hex() + "/manifest.json";
    }

    /** What one run says of how a model came to be: a model may come out of several runs. */
    public static String provenance(Digest model, Digest stepKey) {
        return "models/" + model.hex() + "/provenance/" + stepKey.hex() + ".json";
    }

    /** The report of a finished step. */
    public static String report(Digest stepKey) {
        return "runs/" + stepKey.hex() + "/report.json";
    }

    /** Where a step that is not finished goes on after it was killed. */
    public static String checkpoint(Digest stepKey) {
        return "runs/" + stepKey.hex() + "/checkpoint";
    }

    /**
     * A key as it is.
     *
     * @throws IllegalArgumentException if it could lead out of the store or hides a file
     */
    public static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a document's key: " + key);
        }
        return key;
    }
}
