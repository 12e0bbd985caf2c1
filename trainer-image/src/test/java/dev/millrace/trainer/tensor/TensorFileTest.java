package dev.millrace.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
    @TempDir
    Path folder;

    @Test
    void givesBackEveryRow() throws IOException {
        // A row of 4 KB: the write buffer is flushed many times.
        int width = 1023;
        TensorFile file = write(1000, width);

        assertThat(file.rows()).isEqualTo(1000);
        FloatBuffer features = FloatBuffer.allocate(2 * width);
        for (int row : new int[] {999, 0, 500, 256}) {
            assertThat(file.read(row, features, width)).isEqualTo(-row);
            assertThat(features.get(width)).isEqualTo(row);
            assertThat(features.get(2 * width - 1)).isEqualTo(row + width - 1);
        }
    }

    @Test
    void gathersBatches() throws IOException {
        TensorFile file = write(3, 2);
        Batch batch = new Batch(2, 2, 1);

        batch.add(file, 2);
        batch.add(file, 0);
        assertThat(batch.isFull()).isTrue();
        assertThat(batch.features()).containsExactly(2, 3, 0, 1);
        assertThat(batch.targets()).containsExactly(-2, 0);

        batch.clear();
        batch.add(file, 1);
        assertThat(batch.isFull()).isFalse();
        assertThat(batch.features()).containsExactly(1, 2);
        assertThat(batch.targets()).containsExactly(-1);
    }

    @Test
    void spreadsClassesOverTheTargets() throws IOException {
        try (TensorFile.Writer writer = new TensorFile.Writer(folder.resolve("classes"), 1)) {
            writer.add(FloatBuffer.allocate(1), 0, 2);
            writer.add(FloatBuffer.allocate(1), 0, Tensors.UNKNOWN_CLASS);
            TensorFile file = writer.finish();
            Batch batch = new Batch(2, 1, 3);

            batch.add(file, 0);
            batch.add(file, 1);

            assertThat(batch.targets()).containsExactly(0, 0, 1, 0, 0, 0);
        }
    }

    /** Row r holds r, r + 1, … and the target -r. */
    private TensorFile write(int rows, int width) throws IOException {
        try (TensorFile.Writer writer = new TensorFile.Writer(folder.resolve("tensors"), width)) {
            FloatBuffer features = FloatBuffer.allocate(1 + width);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < width; i++) {
                    features.put(1 + i, row + i);
                }
                writer.add(features, 1, -row);
            }
            return writer.finish();
        }
    }
}
