package dev.millrace.model.network;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A network's weights as canonical bytes: equal networks, equal bytes. The format is in docs/formats/weights.md. */
public final class WeightsFile {
    private static final byte[] MAGIC = "MLRW".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    private WeightsFile() {}

    /** A tensor of the file. */
    public record Entry(String name, Tensor tensor) {}

    /** The file of a network. */
    public static byte[] of(Network network) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            entries.addAll(entries(i, network.layers().get(i)));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] header = new byte[MAGIC.length + 2 * Integer.BYTES];
        over(header).put(MAGIC).putInt(VERSION).putInt(entries.size());
        file.writeBytes(header);
        entries.forEach(entry -> file.writeBytes(bytes(entry)));
        return file.toByteArray();
    }

    /**
     * The file's tensors in order.
     *
     * @throws IllegalArgumentException if the bytes are not such a file, whole and without anything after it
     */
    public static List<Entry> read(byte[] file) {
        ByteBuffer in = over(file);
        try {
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            if (!Arrays.equals(magic, MAGIC) || in.getInt() != VERSION) {
                throw new IllegalArgumentException("not a weights file of version " + VERSION);
            }
            List<Entry> entries = new ArrayList<>();
            for (int left = in.getInt(); left > 0; left--) {
                entries.add(entry(in));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("a weights file with " + in.remaining() + " bytes after its end");
            }
            return entries;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a weights file that is cut off", e);
        }
    }

    private static List<Entry> entries(int index, Layer layer) {
        String prefix = index + ".";
        if (layer instanceof Layer.Dense dense) {
            return List.of(new Entry(prefix + "weights", dense.weights()), new Entry(prefix + "bias", dense.bias()));
        }
        Layer.BatchNorm norm = (Layer.BatchNorm) layer;
        return List.of(
                new Entry(prefix + "gamma", norm.gamma()),
                new Entry(prefix + "beta", norm.beta()),
                new Entry(prefix + "mean", norm.mean()),
                new Entry(prefix + "variance", norm.variance()));
    }

    private static byte[] bytes(Entry entry) {
        byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
        Tensor tensor = entry.tensor();
        byte[] bytes = new byte[Integer.BYTES * (2 + tensor.rank() + tensor.size()) + name.length];
        ByteBuffer out = over(bytes).putInt(name.length).put(name).putInt(tensor.rank());
        tensor.dimensions().forEach(dimension -> out.putInt(Math.toIntExact(dimension)));
        out.asFloatBuffer().put(tensor.buffer());
        return bytes;
    }

    private static Entry entry(ByteBuffer in) {
        byte[] name = new byte[length(in, in.getInt(), 1)];
        in.get(name);
        long[] dimensions = new long[length(in, in.getInt(), Integer.BYTES)];
        long size = 1;
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = in.getInt();
            size *= dimensions[i];
        }
        float[] values = new float[length(in, size, Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + values.length * Float.BYTES);
        return new Entry(new String(name, StandardCharsets.UTF_8), Tensor.of(values, dimensions));
    }

    /** A count that the rest of the file can hold. */
    private static int length(ByteBuffer in, long count, int bytes) {
        if (count < 0 || count > in.remaining() / bytes) {
            throw new IllegalArgumentException("a weights file that is cut off");
        }
        return (int) count;
    }

    private static ByteBuffer over(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
