package dev.millrace.model.feature;

import dev.millrace.contract.bundle.ModelManifest.Input;
import java.util.List;

/**
 * What a fit gives.
 *
 * @param preprocessing with its constants
 * @param inputs the columns that it takes, in the graph's order
 * @param ignored all other columns of the data version
 * @param warnings a sentence for each column that was dropped since training can learn nothing from it
 */
public record FittedFeatures(
        Preprocessing preprocessing, List<Input> inputs, List<String> ignored, List<String> warnings) {
    public FittedFeatures {
        inputs = List.copyOf(inputs);
        ignored = List.copyOf(ignored);
        warnings = List.copyOf(warnings);
    }
}
