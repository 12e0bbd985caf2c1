package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import java.util.List;

/** The columns of pods and of what makes pods. */
final class WorkloadColumns {
    private final Cells cells;

    WorkloadColumns(Cells cells) {
        this.cells = cells;
    }

    void into(BuiltInColumns.Sink sink) {
        sink.add(
                "pods",
                "Name Ready Status Restarts Age +IP +Node +Nominated_Node +Readiness_Gates",
                new PodColumns(cells)::row);
        sink.add(
                "deployments.apps",
                "Name Ready Up-to-date Available Age +Containers +Images +Selector",
                this::deployment);
        sink.add(
                "replicasets.apps",
                "Name #Desired #Current #Ready Age +Containers +Images +Selector",
                this::replicaSet);
        sink.add("jobs.batch", "Name Status Completions Duration Age +Containers +Images +Selector", this::job);
        sink.add(
                "poddisruptionbudgets.policy",
                "Name Min_Available Max_Unavailable #Allowed_Disruptions Age",
                this::disruptionBudget);
    }

    private List<JsonNode> deployment(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = Cells.status(object);
        JsonNode template = spec.path("template");
        return Cells.row(
                Cells.name(object),
                status.path("readyReplicas").asLong() + "/"
                        + spec.path("replicas").asLong(),
                Long.toString(status.path("updatedReplicas").asLong()),
                Long.toString(status.path("availableReplicas").asLong()),
                cells.age(object),
                Cells.containers(template, "name"),
                Cells.containers(template, "image"),
                Cells.selector(spec.path("selector")));
    }

    private List<JsonNode> replicaSet(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = Cells.status(object);
        JsonNode template = spec.path("template");
        return Cells.row(
                Cells.name(object),
                spec.path("replicas").asLong(),
                status.path("replicas").asLong(),
                status.path("readyReplicas").asLong(),
                cells.age(object),
                Cells.containers(template, "name"),
                Cells.containers(template, "image"),
                Cells.selector(spec.path("selector")));
    }

    private List<JsonNode> job(ObjectNode object) {
        JsonNode spec = object.path("spec");
        JsonNode status = Cells.status(object);
        JsonNode template = spec.path("template");
        return Cells.row(
                Cells.name(object),
                jobStatus(object, spec, status),
                completions(spec, status),
                cells.duration(
                        status.path("startTime").asText(),
                        status.path("completionTime").asText()),
                cells.age(object),
                Cells.containers(template, "name"),
                Cells.containers(template, "image"),
                Cells.selector(spec.path("selector")));
    }

    private static String jobStatus(ObjectNode object, JsonNode spec, JsonNode status) {
        if (isTrue(status, "Complete")) {
            return "Complete";
        }
        if (isTrue(status, "Failed")) {
            return "Failed";
        }
        if (object.path("metadata").has("deletionTimestamp")) {
            return "Terminating";
        }
        if (isTrue(status, "Suspended")) {
            return "Suspended";
        }
        if (isTrue(status, "FailureTarget")) {
            return "FailureTarget";
        }
        return isTrue(status, "SuccessCriteriaMet") && !spec.isEmpty() ? "SuccessCriteriaMet" : "Running";
    }

    private static String completions(JsonNode spec, JsonNode status) {
        long succeeded = status.path("succeeded").asLong();
        if (Fields.has(spec, "completions")) {
            return succeeded + "/" + spec.path("completions").asLong();
        }
        long parallelism = spec.path("parallelism").asLong();
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    static boolean isTrue(JsonNode status, String type) {
        return Fields.items(status, "conditions").stream()
                .anyMatch(condition -> Fields.text(condition, "type").equals(type)
                        && Fields.text(condition, "status").equals("True"));
    }

    private List<JsonNode> disruptionBudget(ObjectNode object) {
        JsonNode spec = object.path("spec");
        return Cells.row(
                Cells.name(object),
                spec.has("minAvailable") ? spec.get("minAvailable").asText() : "N/A",
                spec.has("maxUnavailable") ? spec.get("maxUnavailable").asText() : "N/A",
                Cells.status(object).path("disruptionsAllowed").asLong(),
                cells.age(object));
    }
}
