package dev.millrace.local.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.millrace.local.apiserver.cel.RuleCompiler.Compiled;
import dev.millrace.local.apiserver.cel.RuleCompiler.RuleException;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.schema.ListType;
import dev.millrace.local.apiserver.schema.Rule;
import dev.millrace.local.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** All rules of a schema, at whatever depth, each with the values that it is about. */
public final class Rules {
    private final List<Compiled> here = new ArrayList<>();
    private final Map<String, Rules> properties = new LinkedHashMap<>();
    private @Nullable Rules items;
    private @Nullable Rules values;
    private final Schema schema;

    private Rules(Schema schema) {
        this.schema = schema;
    }

    /**
     * Compiles the rules of a schema.
     *
     * @param wrong is told of rules that do not compile, with their path within the schema
     */
    public static Rules compile(Schema schema, BiConsumer<String, String> wrong) {
        Rules rules = of(schema, "", wrong);
        return rules == null ? new Rules(schema) : rules;
    }

    /** Null where there are none. */
    private static @Nullable Rules of(Schema schema, String path, BiConsumer<String, String> wrong) {
        Rules rules = new Rules(schema);
        if (!schema.rules().isEmpty()) {
            RuleCompiler compiler = new RuleCompiler(schema);
            int index = 0;
            for (Rule rule : schema.rules()) {
                try {
                    rules.here.add(compiler.compile(rule));
                } catch (RuleException e) {
                    wrong.accept(
                            path + ".x-kubernetes-validations[" + index + "].rule", String.valueOf(e.getMessage()));
                }
                index++;
            }
        }
        schema.node().path("properties").properties().forEach(entry -> {
            Schema property = schema.properties().get(entry.getKey());
            Rules below = property != null && property.typeName().isEmpty()
                    ? of(property, path + ".properties[" + entry.getKey() + "]", wrong)
                    : null;
            if (below != null) {
                rules.properties.put(entry.getKey(), below);
            }
        });
        rules.items = schema.node().has("items") ? of(schema.items(), path + ".items", wrong) : null;
        Schema additional = schema.additional();
        rules.values = additional == null || !additional.node().has("type")
                ? null
                : of(additional, path + ".additionalProperties", wrong);
        boolean none =
                rules.here.isEmpty() && rules.properties.isEmpty() && rules.items == null && rules.values == null;
        return none ? null : rules;
    }

    /**
     * What the rules say of an object.
     *
     * @param before what it replaces, or null; rules that held no more before need not hold where nothing has changed
     */
    public List<Problem> check(JsonNode object, @Nullable JsonNode before) {
        List<Problem> problems = new ArrayList<>();
        walk(object, before, before != null, "", problems);
        return problems;
    }

    private void walk(JsonNode value, @Nullable JsonNode before, boolean update, String path, List<Problem> problems) {
        if (update && value.equals(before)) {
            return;
        }
        if (!here.isEmpty()) {
            Object self = RuleValues.value(value, schema);
            Object oldSelf = before == null ? null : RuleValues.value(before, schema);
            for (Compiled rule : here) {
                if (!rule.transition() || oldSelf != null) {
                    ask(rule, self, oldSelf, value, path, problems);
                }
            }
        }
        if (value.isObject()) {
            value.properties().forEach(entry -> {
                Rules below = properties.getOrDefault(entry.getKey(), values);
                if (below != null) {
                    JsonNode was = before == null ? null : before.get(entry.getKey());
                    String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
                    below.walk(entry.getValue(), was, update, at, problems);
                }
            });
        } else if (value.isArray() && items != null) {
            int index = 0;
            for (JsonNode item : value) {
                items.walk(item, correlated(item, before), update, path + "[" + index++ + "]", problems);
            }
        }
    }

    /** What an item was before: only lists with keys tell. */
    private @Nullable JsonNode correlated(JsonNode item, @Nullable JsonNode before) {
        if (before == null || schema.listType() != ListType.MAP) {
            return null;
        }
        for (JsonNode was : before) {
            if (schema.keys().stream().allMatch(key -> was.path(key).equals(item.path(key)))) {
                return was;
            }
        }
        return null;
    }

    private static void ask(
            Compiled compiled,
            Object self,
            @Nullable Object oldSelf,
            JsonNode value,
            String path,
            List<Problem> problems) {
        Rule rule = compiled.rule();
        Map<String, Object> variables = new HashMap<>();
        variables.put("self", self);
        if (oldSelf != null) {
            variables.put("oldSelf", oldSelf);
        }
        String type = "\"" + typeName(value) + "\"";
        try {
            if (Boolean.TRUE.equals(compiled.program().eval(variables))) {
                return;
            }
            String at = rule.fieldPath().isEmpty() ? path : path + rule.fieldPath();
            String field = at.startsWith(".") ? at.substring(1) : at;
            problems.add(problem(rule, field, type, message(compiled, variables)));
        } catch (CelEvaluationException e) {
            String named = rule.message().isEmpty() ? rule.rule().trim() : rule.message();
            problems.add(Problem.invalidLiteral(path, type, e.getMessage() + " evaluating rule: " + named));
        }
    }

    private static Problem problem(Rule rule, String path, String type, String message) {
        return switch (rule.reason()) {
            case "FieldValueForbidden" -> Problem.forbidden(path, message);
            case "FieldValueRequired" -> Problem.required(path, message);
            case "FieldValueDuplicate" ->
                new Problem(Problem.Type.DUPLICATE, path, path + ": Duplicate value: " + type + ": " + message);
            default -> Problem.invalidLiteral(path, type, message);
        };
    }

    private static String message(Compiled compiled, Map<String, Object> variables) {
        CelRuntime.Program expression = compiled.message();
        if (expression != null) {
            try {
                if (expression.eval(variables) instanceof String text && !text.isBlank() && text.indexOf('\n') < 0) {
                    return text.trim();
                }
            } catch (CelEvaluationException fallBack) {
                // As in Kubernetes: the message, or the rule, says it then.
            }
        }
        Rule rule = compiled.rule();
        return rule.message().isEmpty() ? "failed rule: " + rule.rule().trim() : rule.message();
    }

    private static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }
}
