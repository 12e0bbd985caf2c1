package dev.millrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.model.inference.Columns;
import dev.millrace.model.inference.GraphSession;
import dev.millrace.model.inference.Outputs;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever the form of a request, the answer is what the graph itself says about its rows. */
class EquivalenceTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static RunningServer server;
    private static GraphSession graph;

    @BeforeContainer
    static void start() throws IOException {
        SampleStore store = new SampleStore(Files.createTempDirectory("equivalence"));
        ModelManifest model = store.everyType();
        server = RunningServer.of(store, model);
        graph = new GraphSession(store.bundle(model).graph());
    }

    @AfterContainer
    static void stop() {
        server.close();
        graph.close();
    }

    /** A raw row; null is missing. */
    record Row(
            @Nullable Double area,
            @Nullable Long rooms,
            @Nullable Boolean garden,
            @Nullable Long sold,
            @Nullable String street) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<Double> area = Arbitraries.doubles().injectNull(0.2);
        Arbitrary<Long> rooms = Arbitraries.longs().injectNull(0.2);
        Arbitrary<Boolean> garden = Arbitraries.of(true, false).injectNull(0.2);
        Arbitrary<Long> sold = Arbitraries.longs().injectNull(0.2);
        Arbitrary<String> street = Arbitraries.oneOf(
                        Arbitraries.of("Pave", "Grvl"),
                        Arbitraries.strings().excludeChars('\0').filter(EquivalenceTest::isUnicode))
                .injectNull(0.2);
        return Combinators.combine(area, rooms, garden, sold, street)
                .as(Row::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    /** Without halves of surrogate pairs, which no encoding of JSON can carry. */
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    @Property(tries = 150)
    void columnsAndRowsAnswerAsTheGraph(@ForAll("rows") List<Row> rows) {
        Answer expected = answer(graph.run(rawColumns(rows)));

        assertThat(answer(byColumn(rows))).isEqualTo(expected);
        assertThat(answer(byRow(rows, false))).isEqualTo(expected);
        assertThat(answer(byRow(rows, true))).isEqualTo(expected);
    }

    private record Answer(List<String> predictions, List<Float> probabilities) {}

    private static Answer answer(Outputs outputs) {
        FloatBuffer probabilities = outputs.floats(ModelManifest.PROBABILITIES);
        List<Float> values = new ArrayList<>();
        while (probabilities.hasRemaining()) {
            values.add(probabilities.get());
        }
        return new Answer(outputs.texts(ModelManifest.PREDICTION), values);
    }

    private static Answer answer(ObjectNode request) {
        JsonNode outputs = server.answer(request.toString()).path("outputs");
        List<String> predictions = new ArrayList<>();
        outputs.at("/0/data").forEach(value -> predictions.add(value.asText()));
        List<Float> probabilities = new ArrayList<>();
        outputs.at("/1/data").forEach(value -> probabilities.add(Float.valueOf(value.asText())));
        return new Answer(predictions, probabilities);
    }

    private static Columns rawColumns(List<Row> rows) {
        return new Columns(rows.size())
                .withNumbers("area", numbers(rows, Row::area))
                .withNumbers("rooms", numbers(rows, row -> row.rooms() == null ? null : (double) row.rooms()))
                .withNumbers("garden", numbers(rows, row -> row.garden() == null ? null : row.garden() ? 1.0 : 0.0))
                .withNumbers("sold", numbers(rows, row -> row.sold() == null ? null : (double) row.sold()))
                .withTexts(
                        "street",
                        rows.stream()
                                .map(row -> row.street() == null ? "" : row.street())
                                .toArray(String[]::new));
    }

    private static double[] numbers(List<Row> rows, Function<Row, @Nullable Double> column) {
        return rows.stream()
                .mapToDouble(row -> {
                    Double value = column.apply(row);
                    return value == null ? Double.NaN : value;
                })
                .toArray();
    }

    private static ObjectNode byColumn(List<Row> rows) {
        ArrayNode area = JSON.arrayNode();
        ArrayNode rooms = JSON.arrayNode();
        ArrayNode garden = JSON.arrayNode();
        ArrayNode sold = JSON.arrayNode();
        ArrayNode street = JSON.arrayNode();
        for (Row row : rows) {
            area.add(row.area());
            rooms.add(row.rooms());
            garden.add(row.garden());
            sold.add(row.sold());
            street.add(row.street());
        }
        return request(JSON.arrayNode()
                .add(tensor("area", "FP64", area))
                .add(tensor("rooms", "INT64", rooms))
                .add(tensor("garden", "BOOL", garden))
                .add(tensor("sold", "INT64", sold))
                .add(tensor("street", "BYTES", street)));
    }

    /** Rows as objects or as strings that hold them; a missing value is absent from the one and null in the other. */
    private static ObjectNode byRow(List<Row> rows, boolean asText) {
        ArrayNode data = JSON.arrayNode();
        for (Row row : rows) {
            ObjectNode object = JSON.objectNode()
                    .put("street", row.street())
                    .put("sold", row.sold())
                    .put("garden", row.garden())
                    .put("rooms", row.rooms())
                    .put("area", row.area());
            if (asText) {
                data.add(object.toString());
            } else {
                object.properties().removeIf(field -> field.getValue().isNull());
                data.add(object);
            }
        }
        return request(JSON.arrayNode().add(tensor("rows", "BYTES", data)));
    }

    private static ObjectNode tensor(String name, String datatype, ArrayNode data) {
        return JSON.objectNode()
                .put("name", name)
                .put("datatype", datatype)
                .<ObjectNode>set("shape", JSON.arrayNode().add(data.size()).add(1))
                .set("data", data);
    }

    private static ObjectNode request(ArrayNode inputs) {
        return JSON.objectNode().set("inputs", inputs);
    }
}
