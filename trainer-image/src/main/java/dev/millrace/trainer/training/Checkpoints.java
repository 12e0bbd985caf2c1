package dev.millrace.trainer.training;

import dev.millrace.contract.Digest;
import dev.millrace.model.network.Tensor;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.trainer.engine.TrainingState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one checkpoint of a step: a document that is replaced as a whole. Its last 32 bytes are the SHA-256 of all before them. What cannot be read is
 * no checkpoint: the training then begins anew, and comes to the same weights.
 */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final byte[] MAGIC = "MLRC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HASH_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC.length + 4 * Integer.BYTES + Double.BYTES;

    private final Store store;
    private final String document;

    /** @param key of the step */
    Checkpoints(Store store, Digest key) {
        this.store = store;
        this.document = Documents.checkpoint(key);
    }

    void save(Course course) {
        store.putDocument(document, bytes(course));
    }

    Optional<Course> latest() {
        Optional<byte[]> found = store.document(document);
        Optional<Course> course = found.flatMap(Checkpoints::read);
        if (found.isPresent() && course.isEmpty()) {
            LOG.warn("the checkpoint {} is damaged: the training begins anew", store.location(document));
        }
        return course;
    }

    void remove() {
        store.deleteDocument(document);
    }

    private static byte[] bytes(Course course) {
        Tensor[] tensors = {
            course.best(), course.state().parameters(), course.state().updater()
        };
        int floats = Arrays.stream(tensors).mapToInt(Tensor::size).sum();
        byte[] bytes = new byte[HEADER_BYTES + tensors.length * Integer.BYTES + floats * Float.BYTES + HASH_BYTES];
        ByteBuffer out = over(bytes);
        out.put(MAGIC).putInt(VERSION);
        out.putInt(course.epoch()).putInt(course.bestEpoch()).putDouble(course.bestLoss());
        out.putInt(course.state().iteration());
        for (Tensor tensor : tensors) {
            out.putInt(tensor.size());
            out.asFloatBuffer().put(tensor.buffer());
            out.position(out.position() + tensor.size() * Float.BYTES);
        }
        out.put(hash(bytes));
        return bytes;
    }

    private static Optional<Course> read(byte[] bytes) {
        if (bytes.length < HEADER_BYTES + HASH_BYTES
                || !Arrays.equals(hash(bytes), Arrays.copyOfRange(bytes, bytes.length - HASH_BYTES, bytes.length))) {
            return Optional.empty();
        }
        ByteBuffer in = over(bytes);
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC) || in.getInt() != VERSION) {
            return Optional.empty();
        }
        int epoch = in.getInt();
        int bestEpoch = in.getInt();
        double bestLoss = in.getDouble();
        int iteration = in.getInt();
        Tensor best = tensor(in);
        Tensor parameters = tensor(in);
        return Optional.of(
                new Course(epoch, bestEpoch, bestLoss, best, new TrainingState(parameters, tensor(in), iteration)));
    }

    private static Tensor tensor(ByteBuffer in) {
        float[] values = new float[in.getInt()];
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        return Tensor.vector(values);
    }

    private static byte[] hash(byte[] bytes) {
        return Digest.of(Arrays.copyOf(bytes, bytes.length - HASH_BYTES)).hash();
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
