package dev.millrace.trainer.tensor;

import dev.millrace.contract.Split;
import dev.millrace.model.feature.Preprocessing;
import dev.millrace.model.inference.Columns;
import dev.millrace.model.inference.GraphSession;
import dev.millrace.trainer.label.LabelColumn;
import dev.millrace.trainer.label.Labels;
import dev.millrace.trainer.label.Target;
import dev.millrace.trainer.row.RowSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The train and validation splits as the network sees them: features from the preprocessing graph itself, run by ONNX Runtime as in serving.
 *
 * @param train rows in the data version's order
 * @param validation likewise
 */
public record Tensors(TensorFile train, TensorFile validation) {
    /** The target of a validation row whose class the train split does not have. */
    public static final float UNKNOWN_CLASS = -1;

    /**
     * What to write.
     *
     * @param columns that the preprocessing takes
     */
    public record Recipe(Preprocessing preprocessing, List<String> columns, LabelColumn label, Target target) {
        public Recipe {
            columns = List.copyOf(columns);
        }

        /** The columns to read: the features' and the label. */
        public List<String> allColumns() {
            List<String> all = new ArrayList<>(columns);
            all.add(label.name());
            return all;
        }
    }

    /** Reads both splits once and writes them to files in a folder. */
    public static Tensors write(RowSource rows, Recipe recipe, Path folder) throws IOException {
        try (GraphSession session = new GraphSession(recipe.preprocessing().toModel())) {
            SplitWriter writer = new SplitWriter(rows, recipe, session);
            return new Tensors(
                    writer.write(Split.TRAIN, folder.resolve("train.tensors")),
                    writer.write(Split.VALIDATION, folder.resolve("validation.tensors")));
        }
    }

    /** The features of a batch by the preprocessing graph, row-major. */
    public static FloatBuffer features(GraphSession session, Columns batch) {
        return session.run(batch).floats(Preprocessing.FEATURES);
    }

    private record SplitWriter(RowSource rows, Recipe recipe, GraphSession session) {
        TensorFile write(Split split, Path file) throws IOException {
            int width = recipe.preprocessing().width();
            Map<String, Integer> places =
                    recipe.target() instanceof Target.Classes classes ? classes.places() : Map.of();
            try (TensorFile.Writer writer = new TensorFile.Writer(file, width)) {
                rows.read(split, recipe.allColumns(), batch -> {
                    FloatBuffer features = features(session, batch);
                    Labels labels = new Labels(recipe.label(), batch);
                    for (int row = 0; row < batch.rows(); row++) {
                        writer.add(features, row * width, target(labels, row, places));
                    }
                });
                return writer.finish();
            }
        }

        /** What the network learns for a row: its scaled label, or the place of its class. */
        private float target(Labels labels, int row, Map<String, Integer> places) {
            if (recipe.target() instanceof Target.Numbers numbers) {
                return (float) numbers.scale().scaled(labels.number(row));
            }
            return places.getOrDefault(labels.text(row), (int) UNKNOWN_CLASS);
        }
    }
}
