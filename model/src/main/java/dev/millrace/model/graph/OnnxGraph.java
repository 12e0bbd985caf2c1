package dev.millrace.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.millrace.model.network.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A graph under construction. Every value is a matrix whose first dimension is the batch. Equal calls in equal order give equal bytes: the
 * file holds no time, no version of ours and no map.
 *
 * <p>All inputs are declared before the first node, so that the names of inner values can avoid them.
 */
public final class OnnxGraph {
    /** ONNX operators as of version 1.12, the last that needs no newer run time than any server of ours has. */
    private static final int OPSET = 17;

    private static final int ML_OPSET = 3;
    private static final int IR_VERSION = 8;
    private static final String ML_DOMAIN = "ai.onnx.ml";
    private static final String BATCH = "n";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("millrace");
    private final Set<String> names = new HashSet<>();

    /** What a value's elements are. */
    public enum Element {
        FLOAT(TensorProto.DataType.FLOAT),
        DOUBLE(TensorProto.DataType.DOUBLE),
        STRING(TensorProto.DataType.STRING);

        private final TensorProto.DataType type;

        Element(TensorProto.DataType type) {
            this.type = type;
        }

        int code() {
            return type.getNumber();
        }
    }

    /**
     * Declares an input of shape [n, columns].
     *
     * @throws IllegalArgumentException if the graph has a value of that name
     */
    public String input(String name, Element element, int columns) {
        claim(name);
        graph.addInput(value(name, element, columns));
        return name;
    }

    /** Makes the value the output of that name, of shape [n, columns]. */
    public void output(String value, String name, Element element, int columns) {
        claim(name);
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        graph.addOutput(value(name, element, columns));
    }

    /** Adds a node of the standard operators and gives the name of its one output. */
    public String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return add(NodeProto.newBuilder().setOpType(operator), inputs, attributes);
    }

    /** Adds a node of the operators for classic machine learning and gives the name of its one output. */
    public String mlNode(String operator, List<String> inputs, AttributeProto... attributes) {
        return add(NodeProto.newBuilder().setOpType(operator).setDomain(ML_DOMAIN), inputs, attributes);
    }

    /** Casts a value. */
    public String cast(String value, Element element) {
        return node("Cast", List.of(value), attribute("to", element.code()));
    }

    /** A row of doubles, [1, k], which the operators repeat for every row of a batch. */
    public String row(double... values) {
        ByteBuffer bytes = buffer(values.length * Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return constant(TensorProto.DataType.DOUBLE, List.of(1L, (long) values.length), bytes);
    }

    /** A row of truth values, [1, k]. */
    public String row(boolean... values) {
        ByteBuffer bytes = buffer(values.length);
        for (boolean value : values) {
            bytes.put((byte) (value ? 1 : 0));
        }
        return constant(TensorProto.DataType.BOOL, List.of(1L, (long) values.length), bytes);
    }

    /** A row of whole numbers, [1, k]. */
    public String row(long... values) {
        return integers(List.of(1L, (long) values.length), values);
    }

    /** A list of whole numbers, [k]. */
    public String list(long... values) {
        return integers(List.of((long) values.length), values);
    }

    /** Floats of any shape. */
    public String constant(Tensor tensor) {
        ByteBuffer bytes = buffer(tensor.size() * Float.BYTES);
        bytes.asFloatBuffer().put(tensor.buffer());
        bytes.position(bytes.capacity());
        return constant(TensorProto.DataType.FLOAT, tensor.dimensions(), bytes);
    }

    /** The file's bytes. */
    public byte[] toModel() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("millrace")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(ML_DOMAIN).setVersion(ML_OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    public static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    public static AttributeProto attribute(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    public static AttributeProto integers(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    public static AttributeProto strings(String name, List<String> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }

    private String add(NodeProto.Builder node, List<String> inputs, AttributeProto... attributes) {
        String output = fresh(node.getOpType());
        graph.addNode(node.setName(output).addAllInput(inputs).addOutput(output).addAllAttribute(List.of(attributes)));
        return output;
    }

    private String integers(List<Long> dimensions, long... values) {
        ByteBuffer bytes = buffer(values.length * Long.BYTES);
        for (long value : values) {
            bytes.putLong(value);
        }
        return constant(TensorProto.DataType.INT64, dimensions, bytes);
    }

    private String constant(TensorProto.DataType type, List<Long> dimensions, ByteBuffer bytes) {
        String name = fresh("constant");
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(dimensions)
                .setRawData(ByteString.copyFrom(bytes.flip())));
        return name;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String fresh(String stem) {
        int number = names.size();
        while (names.contains(stem + "/" + number)) {
            number++;
        }
        names.add(stem + "/" + number);
        return stem + "/" + number;
    }

    private void claim(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("the graph has two values called " + name);
        }
    }

    private static ValueInfoProto value(String name, Element element, int columns) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(element.code())
                                .setShape(shape)))
                .build();
    }
}
