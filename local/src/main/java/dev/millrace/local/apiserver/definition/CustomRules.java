package dev.millrace.local.apiserver.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.cel.Rules;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import dev.millrace.local.apiserver.resource.ScalePaths;
import dev.millrace.local.apiserver.schema.Schema;
import dev.millrace.local.apiserver.validation.CustomSchema;
import dev.millrace.local.apiserver.validation.ListKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a CRD's schema says of its objects: first of values, then in rules, which need values that are right. */
final class CustomRules implements KindRules {
    private final Schema schema;
    private final @Nullable ScalePaths scale;
    private volatile @Nullable Checks checks;

    private record Checks(CustomSchema values, Rules rules) {}

    CustomRules(Schema schema, @Nullable ScalePaths scale) {
        this.schema = schema;
        this.scale = scale;
    }

    @Override
    public List<Problem> problems(ObjectNode object, @Nullable ObjectNode before) {
        Checks ready = checks();
        List<Problem> problems = new ArrayList<>(ready.values().check(object));
        ListKeys.check(object, schema, "", problems);
        if (scale != null) {
            checkReplicas(object, scale, problems);
        }
        if (before != null) {
            problems.removeIf(problem -> isOld(problem, object, before));
        }
        if (problems.stream().anyMatch(Problem::blocks)) {
            problems.add(Problem.invalidLiteral(
                    "",
                    "null",
                    "some validation rules were not checked because the object was invalid; correct the existing errors to"
                            + " complete validation"));
        } else {
            problems.addAll(ready.rules().check(object, before));
        }
        return problems;
    }

    /** What the scale subresource writes has to be a number of replicas. */
    private static void checkReplicas(ObjectNode object, ScalePaths scale, List<Problem> problems) {
        String path = scale.specReplicas();
        JsonNode value = object;
        for (String name : path.substring(1).split("\\.", -1)) {
            if (!value.isObject()) {
                problems.add(Problem.invalidLiteral(path, "0", accessorError(path, value, "map[string]interface{}")));
                return;
            }
            value = value.path(name);
            if (value.isMissingNode()) {
                return;
            }
        }
        if (!value.isIntegralNumber()) {
            problems.add(Problem.invalidLiteral(path, "0", accessorError(path, value, "int64")));
        } else if (value.asLong() < 0) {
            problems.add(Problem.invalid(path, value, "should be a non-negative integer"));
        } else if (value.asLong() > Integer.MAX_VALUE) {
            problems.add(Problem.invalid(path, value, "should be less than or equal to " + Integer.MAX_VALUE));
        }
    }

    private static String accessorError(String path, JsonNode value, String expected) {
        String type = value.isTextual()
                ? "string"
                : value.isNumber() ? "float64" : value.isBoolean() ? "bool" : "[]interface {}";
        return path + " accessor error: " + value.asText() + " is of the type " + type + ", expected " + expected;
    }

    /** Compiled when the first object comes: a definition that nobody uses costs nothing. */
    private Checks checks() {
        Checks known = checks;
        if (known == null) {
            known = new Checks(new CustomSchema(schema), Rules.compile(schema, (path, message) -> {}));
            checks = known;
        }
        return known;
    }

    /** What was wrong before, when the schema was another, may stay as it is: Kubernetes calls it ratcheting. */
    private static boolean isOld(Problem problem, JsonNode object, JsonNode before) {
        if (problem.path().isEmpty()) {
            return false;
        }
        String path = problem.type() == Problem.Type.REQUIRED
                ? problem.path().substring(0, Math.max(0, problem.path().lastIndexOf('.')))
                : problem.path();
        JsonNode is = object;
        JsonNode was = before;
        for (String part : path.split("\\.", -1)) {
            int bracket = part.indexOf('[');
            String name = bracket < 0 ? part : part.substring(0, bracket);
            is = is.path(name);
            was = was.path(name);
            if (bracket >= 0) {
                // Items of lists are not told apart here: the list as a whole stays, or is checked.
                return is.equals(was);
            }
        }
        return is.equals(was);
    }
}
