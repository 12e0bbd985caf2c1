package dev.millrace.local.apiserver.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Problem;
import dev.millrace.local.apiserver.resource.KindRules;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** ConfigMaps and Secrets: keys, size, and that an immutable one stays as it is. */
final class DataRules implements KindRules {
    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final int MAX_SIZE = 1 << 20;
    private static final String SECRET = "Secret";

    @Override
    public void fillIn(ObjectNode object) {
        if (!isSecret(object)) {
            return;
        }
        Fields.byDefault(object, "type", "Opaque");
        if (object.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = Fields.made(object, "data");
            texts.properties()
                    .forEach(text -> data.put(
                            text.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(text.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Override
    public List<Problem> check(ObjectNode object) {
        List<Problem> problems = new ArrayList<>();
        long size = 0;
        for (String field : List.of("data", "binaryData")) {
            for (Map.Entry<String, JsonNode> entry : object.path(field).properties()) {
                String path = field + "[" + entry.getKey() + "]";
                size += entry.getValue().asText().length();
                if (!KEY.matcher(entry.getKey()).matches()) {
                    problems.add(
                            Problem.invalid(
                                    path,
                                    entry.getKey(),
                                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name', "
                                            + " or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"));
                }
                if (field.equals("data") && object.path("binaryData").has(entry.getKey())) {
                    problems.add(Problem.invalid(path, entry.getKey(), "duplicate of key present in binaryData"));
                }
            }
        }
        if (size > MAX_SIZE) {
            problems.add(Problem.tooLong(isSecret(object) ? "data" : "", MAX_SIZE));
        }
        return problems;
    }

    @Override
    public List<Problem> checkChange(ObjectNode object, ObjectNode before) {
        List<Problem> problems = new ArrayList<>();
        if (before.path("immutable").asBoolean()) {
            if (!object.path("immutable").asBoolean()) {
                problems.add(Problem.forbidden("immutable", "field is immutable when `immutable` is set"));
            }
            for (String field : List.of("data", "binaryData")) {
                if (!Fields.same(object, before, field)) {
                    problems.add(Problem.forbidden(field, "field is immutable when `immutable` is set"));
                }
            }
        }
        if (isSecret(object) && !Fields.same(object, before, "type")) {
            problems.add(Problem.invalid("type", object.get("type"), "field is immutable"));
        }
        return problems;
    }

    private static boolean isSecret(ObjectNode object) {
        return object.path("kind").asText().equals(SECRET);
    }
}
