package dev.millrace.model.inference;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a graph gives for a batch. */
public final class Outputs {
    private final Map<String, FloatBuffer> floats = new HashMap<>();
    private final Map<String, List<String>> texts = new HashMap<>();

    Outputs() {}

    void put(String name, FloatBuffer values) {
        floats.put(name, values);
    }

    void put(String name, List<String> values) {
        texts.put(name, values);
    }

    /**
     * A float output, row-major.
     *
     * @throws IllegalArgumentException if the graph gives none of that name
     */
    public FloatBuffer floats(String name) {
        FloatBuffer values = floats.get(name);
        if (values == null) {
            throw new IllegalArgumentException("the graph gives no numbers as " + name);
        }
        return values;
    }

    /**
     * A text output, one a row.
     *
     * @throws IllegalArgumentException if the graph gives none of that name
     */
    public List<String> texts(String name) {
        List<String> values = texts.get(name);
        if (values == null) {
            throw new IllegalArgumentException("the graph gives no texts as " + name);
        }
        return values;
    }
}
