package dev.millrace.model.feature;

import dev.millrace.model.feature.Encoding.Category;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.graph.OnnxGraph;
import dev.millrace.model.graph.OnnxGraph.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The fitted preprocessing: raw columns in, one float vector a row out. First come all numbers, then the indicators of missing numbers, then the
 * slots of the categories, each in the columns' order.
 *
 * <p>Numbers are worked on side by side, as one matrix: twenty columns cost as many nodes as one.
 *
 * @param encodings of the columns, in the order of the graph's inputs
 */
public record Preprocessing(List<Encoding> encodings) {
    /** The vector's name in a graph that ends with it. */
    public static final String FEATURES = "features";

    /** @throws IllegalArgumentException if there is no column */
    public Preprocessing {
        encodings = List.copyOf(encodings);
        if (encodings.isEmpty()) {
            throw new IllegalArgumentException("a preprocessing without columns");
        }
    }

    /** The length of a row's vector. */
    public int width() {
        return featureNames().size();
    }

    /** What each place of the vector holds. */
    public List<String> featureNames() {
        List<String> names = new ArrayList<>();
        numbers().forEach(number -> names.add(number.column()));
        numbers().stream().filter(Numeric::indicator).forEach(number -> names.add(number.column() + " is missing"));
        for (Category category : categories()) {
            category.values().forEach(value -> names.add(category.column() + " = " + value));
            if (category.missing()) {
                names.add(category.column() + " is missing");
            }
            if (category.other()) {
                names.add(category.column() + " is another");
            }
        }
        return names;
    }

    /** The graph of the preprocessing alone: the columns in, {@link #FEATURES} out. */
    public byte[] toModel() {
        OnnxGraph graph = new OnnxGraph();
        graph.output(addTo(graph), FEATURES, Element.FLOAT, width());
        return graph.toModel();
    }

    /**
     * Declares the inputs and adds the preprocessing to an empty graph.
     *
     * @return a float value [n, width]
     */
    public String addTo(OnnxGraph graph) {
        for (Encoding encoding : encodings) {
            graph.input(encoding.column(), encoding instanceof Category ? Element.STRING : Element.DOUBLE, 1);
        }
        List<String> parts = new ArrayList<>();
        if (!numbers().isEmpty()) {
            addNumbers(graph, parts);
        }
        if (!categories().isEmpty()) {
            parts.add(addCategories(graph));
        }
        return concat(graph, parts);
    }

    private void addNumbers(OnnxGraph graph, List<String> parts) {
        List<Numeric> numbers = numbers();
        String raw = concat(graph, numbers.stream().map(Numeric::column).toList());
        String missing = graph.node("IsNaN", List.of(raw));
        String value = graph.node("Where", List.of(missing, graph.row(each(numbers, Numeric::fill)), raw));
        if (numbers.stream().anyMatch(Numeric::logarithmic)) {
            value = addLogarithm(graph, value);
        }
        String centred = graph.node(
                "Sub", List.of(value, graph.row(each(numbers, n -> n.scale().center()))));
        String scaled = graph.node(
                "Div", List.of(centred, graph.row(each(numbers, n -> n.scale().divisor()))));
        String below = graph.node(
                "Min", List.of(scaled, graph.row(each(numbers, n -> n.scale().high()))));
        String bounded = graph.node(
                "Max", List.of(below, graph.row(each(numbers, n -> n.scale().low()))));
        parts.add(graph.cast(bounded, Element.FLOAT));

        long[] indicated = LongStream.range(0, numbers.size())
                .filter(i -> numbers.get((int) i).indicator())
                .toArray();
        if (indicated.length > 0) {
            String chosen =
                    graph.node("Gather", List.of(missing, graph.list(indicated)), OnnxGraph.attribute("axis", 1));
            parts.add(graph.cast(chosen, Element.FLOAT));
        }
    }

    private String addLogarithm(OnnxGraph graph, String value) {
        List<Numeric> numbers = numbers();
        boolean[] logarithmic = new boolean[numbers.size()];
        for (int i = 0; i < logarithmic.length; i++) {
            logarithmic[i] = numbers.get(i).logarithmic();
        }
        String size = graph.node("Add", List.of(graph.node("Abs", List.of(value)), graph.row(1.0)));
        String logarithm =
                graph.node("Mul", List.of(graph.node("Sign", List.of(value)), graph.node("Log", List.of(size))));
        return graph.node("Where", List.of(graph.row(logarithmic), logarithm, value));
    }

    /** Each category becomes the number of its slot; every slot then asks its category whether it is the one. */
    private String addCategories(OnnxGraph graph) {
        List<String> codes = new ArrayList<>();
        List<Long> owners = new ArrayList<>();
        List<Long> slots = new ArrayList<>();
        for (Category category : categories()) {
            long owner = codes.size();
            List<String> keys = category.keys();
            codes.add(graph.mlNode(
                    "LabelEncoder",
                    List.of(category.column()),
                    OnnxGraph.strings("keys_strings", keys),
                    OnnxGraph.integers(
                            "values_int64s",
                            LongStream.range(0, keys.size()).boxed().toList()),
                    OnnxGraph.attribute("default_int64", category.otherSlot())));
            for (long slot = 0; slot < category.slots(); slot++) {
                owners.add(owner);
                slots.add(slot);
            }
        }
        String spread = graph.node(
                "Gather", List.of(concat(graph, codes), graph.list(longs(owners))), OnnxGraph.attribute("axis", 1));
        return graph.cast(graph.node("Equal", List.of(spread, graph.row(longs(slots)))), Element.FLOAT);
    }

    private List<Numeric> numbers() {
        return encodings.stream()
                .filter(Numeric.class::isInstance)
                .map(Numeric.class::cast)
                .toList();
    }

    private List<Category> categories() {
        return encodings.stream()
                .filter(Category.class::isInstance)
                .map(Category.class::cast)
                .toList();
    }

    private static String concat(OnnxGraph graph, List<String> values) {
        return values.size() == 1 ? values.get(0) : graph.node("Concat", values, OnnxGraph.attribute("axis", 1));
    }

    private static double[] each(List<Numeric> numbers, ToDoubleFunction<Numeric> constant) {
        return numbers.stream().mapToDouble(constant).toArray();
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }
}
