package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths of printer columns: fields, indexes (also from behind), {@code [*]}, {@code ['a.b']} and filters such as {@code
 * [?(@.type=="Ready")]}.
 */
final class JsonPath {
    private static final Pattern FIELD = Pattern.compile("\\.((?:\\\\.|[^.\\[\\\\])+)");
    private static final Pattern QUOTED = Pattern.compile("\\[['\"]([^'\"]*)['\"]]");
    private static final Pattern INDEX = Pattern.compile("\\[(-?\\d+)]");
    private static final Pattern ALL = Pattern.compile("\\[\\*]|\\.\\*");
    private static final Pattern FILTER =
            Pattern.compile("\\[\\?\\(\\s*@([^=!<>]*?)\\s*(==|!=)\\s*(?:'([^']*)'|\"([^\"]*)\"|([^)\\s]+))\\s*\\)]");

    private final List<Step> steps;

    private interface Step {
        void from(JsonNode node, List<JsonNode> found);
    }

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * A path, with or without braces around it.
     *
     * @throws IllegalArgumentException when it is none
     */
    static JsonPath parse(String text) {
        String path = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        List<Step> steps = new ArrayList<>();
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length()) {
            at = step(path, at, steps);
        }
        return new JsonPath(steps);
    }

    private static int step(String path, int at, List<Step> steps) {
        Matcher matcher = ALL.matcher(path).region(at, path.length());
        if (matcher.lookingAt()) {
            steps.add((node, found) -> node.forEach(found::add));
            return matcher.end();
        }
        matcher.usePattern(FIELD);
        if (matcher.lookingAt()) {
            String name = matcher.group(1).replace("\\.", ".");
            steps.add((node, found) -> add(node.path(name), found));
            return matcher.end();
        }
        matcher.usePattern(QUOTED);
        if (matcher.lookingAt()) {
            String name = matcher.group(1);
            steps.add((node, found) -> add(node.path(name), found));
            return matcher.end();
        }
        matcher.usePattern(INDEX);
        if (matcher.lookingAt()) {
            int index = Integer.parseInt(matcher.group(1));
            steps.add((node, found) -> add(node.path(index < 0 ? node.size() + index : index), found));
            return matcher.end();
        }
        matcher.usePattern(FILTER);
        if (matcher.lookingAt()) {
            JsonPath field = parse(matcher.group(1));
            String value = matcher.group(3) != null
                    ? matcher.group(3)
                    : matcher.group(4) != null ? matcher.group(4) : matcher.group(5);
            boolean equal = matcher.group(2).equals("==");
            Predicate<JsonNode> keep = item ->
                    field.find(item).stream().anyMatch(one -> one.asText().equals(value)) == equal;
            steps.add((node, found) -> node.forEach(item -> {
                if (keep.test(item)) {
                    found.add(item);
                }
            }));
            return matcher.end();
        }
        throw new IllegalArgumentException("unrecognized part of a JSON path: " + path.substring(at));
    }

    private static void add(JsonNode node, List<JsonNode> found) {
        if (!node.isMissingNode()) {
            found.add(node);
        }
    }

    /** All values that the path leads to. */
    List<JsonNode> find(JsonNode root) {
        List<JsonNode> nodes = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            nodes.forEach(node -> step.from(node, next));
            nodes = next;
        }
        return nodes;
    }
}
