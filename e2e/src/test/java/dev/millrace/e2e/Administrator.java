package dev.millrace.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who installed Millrace: sets the operator's environment, and sets it back when closed. */
final class Administrator implements AutoCloseable {
    private static final Kubectl KUBECTL = new Kubectl("millrace-system");
    private static final String OPERATOR = "deployment/millrace-operator";

    private final List<String> before;

    private Administrator(List<String> before) {
        this.before = before;
    }

    /** Sets variables, and returns when an operator that has them is alone. */
    static Administrator setting(Map<String, String> variables) {
        List<String> before = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        variables.forEach((name, value) -> {
            String found = value(name);
            before.add(found.isEmpty() ? name + "-" : name + "=" + found);
            wanted.add(name + "=" + value);
        });
        Administrator administrator = new Administrator(before);
        set(wanted);
        return administrator;
    }

    /** What the operator has now; empty: nothing. */
    static String value(String variable) {
        JsonNode container = KUBECTL.get("deployment", "millrace-operator").at("/spec/template/spec/containers/0/env");
        for (JsonNode entry : container) {
            if (entry.path("name").asText().equals(variable)) {
                return entry.path("value").asText();
            }
        }
        return "";
    }

    /** Also waits for the pods before, which answer until they have ended. */
    private static void set(List<String> variables) {
        List<String> pods = KUBECTL.run("get", "pods", "-l", "app.kubernetes.io/name=millrace-operator", "-o", "name")
                .lines()
                .toList();
        List<String> command = new ArrayList<>(List.of("set", "env", OPERATOR));
        command.addAll(variables);
        KUBECTL.run(command.toArray(String[]::new));
        KUBECTL.run("rollout", "status", OPERATOR, "--timeout=180s");
        for (String pod : pods) {
            KUBECTL.run("wait", "--for=delete", pod, "--timeout=90s");
        }
    }

    @Override
    public void close() {
        set(before);
    }
}
