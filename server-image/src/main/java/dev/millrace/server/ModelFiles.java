package dev.millrace.server;

import dev.millrace.contract.Digest;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.report.ExitCode;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.server.inference.ModelRefusedException;
import dev.millrace.server.inference.Predictor;
import dev.millrace.store.Store;
import dev.millrace.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Brings a model from the store into memory. */
final class ModelFiles {
    private ModelFiles() {}

    /**
     * Loads a model whose bytes are those that its digest promises.
     *
     * @throws StartException if they are not, or are no model that can be served
     */
    static Predictor load(URI location, Digest model) {
        try {
            Store store = Store.openForReading(location);
            ModelManifest manifest = ModelBundle.open(store, model).manifest();
            ModelManifest.File file = Objects.requireNonNull(manifest.files().get(ModelManifest.GRAPH));
            Path graph = store.fetch(file.digest(), Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
            return Predictor.load(manifest, map(graph));
        } catch (ModelRefusedException e) {
            throw new StartException(
                    ExitCode.BAD_INPUT,
                    "The model %s in the store %s cannot be served: %s.".formatted(model, location, e.getMessage()),
                    e);
        } catch (StoreException.StoreUnavailable e) {
            throw failed(ExitCode.TRANSIENT, model, e);
        } catch (StoreException | IllegalArgumentException e) {
            throw failed(ExitCode.BAD_INPUT, model, e);
        } catch (IOException e) {
            throw failed(ExitCode.TRANSIENT, model, e);
        }
    }

    /** The graph outside the heap, however large. */
    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new ModelRefusedException("its graph is larger than 2 GiB, which ONNX does not allow");
            }
            return channel.map(MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static StartException failed(ExitCode code, Digest model, Exception e) {
        return new StartException(code, "The model %s is not served: %s.".formatted(model, e.getMessage()), e);
    }
}
