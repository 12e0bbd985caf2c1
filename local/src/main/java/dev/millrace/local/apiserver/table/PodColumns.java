package dev.millrace.local.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Fields;
import java.util.List;

/** The columns of pods: one word for what may be wrong, as kubectl users know it. */
final class PodColumns {
    private final Cells cells;

    PodColumns(Cells cells) {
        this.cells = cells;
    }

    List<JsonNode> row(ObjectNode pod) {
        JsonNode spec = pod.path("spec");
        ObjectNode status = Cells.status(pod);
        List<ObjectNode> containers = Fields.items(status, "containerStatuses");
        long ready = containers.stream()
                .filter(container -> container.path("ready").asBoolean())
                .count();
        return Cells.row(
                Cells.name(pod),
                ready + "/" + spec.path("containers").size(),
                reason(pod, status),
                restarts(status, containers),
                cells.age(pod),
                Cells.orNone(Fields.text(status, "podIP")),
                Cells.orNone(Fields.text(spec, "nodeName")),
                Cells.orNone(Fields.text(status, "nominatedNodeName")),
                Cells.NONE);
    }

    private String restarts(ObjectNode status, List<ObjectNode> containers) {
        List<ObjectNode> counted = isInitializing(status) ? Fields.items(status, "initContainerStatuses") : containers;
        long count = 0;
        String last = "";
        for (ObjectNode container : counted) {
            count += container.path("restartCount").asLong();
            String finished = container
                    .path("lastState")
                    .path("terminated")
                    .path("finishedAt")
                    .asText();
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        return count == 0 || last.isEmpty() ? Long.toString(count) : count + " (" + cells.since(last) + " ago)";
    }

    private static boolean isInitializing(ObjectNode status) {
        return Fields.items(status, "initContainerStatuses").stream()
                .anyMatch(container -> container
                                .path("state")
                                .path("terminated")
                                .path("exitCode")
                                .asInt(-1)
                        != 0);
    }

    private static String reason(ObjectNode pod, ObjectNode status) {
        String reason =
                Fields.text(status, "reason").isEmpty() ? Fields.text(status, "phase") : Fields.text(status, "reason");
        for (ObjectNode condition : Fields.items(status, "conditions")) {
            if (Fields.text(condition, "type").equals("PodScheduled")
                    && Fields.text(condition, "reason").equals("SchedulingGated")) {
                reason = "SchedulingGated";
            }
        }
        String init = initReason(pod, status);
        reason = init.isEmpty() ? containerReason(status, reason) : init;
        if (pod.path("metadata").has("deletionTimestamp")) {
            boolean lost = Fields.text(status, "reason").equals("NodeLost");
            boolean ended = List.of("Succeeded", "Failed").contains(Fields.text(status, "phase"));
            return lost ? "Unknown" : ended ? reason : "Terminating";
        }
        return reason;
    }

    private static String initReason(ObjectNode pod, ObjectNode status) {
        int index = 0;
        int count = pod.path("spec").path("initContainers").size();
        for (ObjectNode container : Fields.items(status, "initContainerStatuses")) {
            JsonNode terminated = container.path("state").path("terminated");
            String waiting =
                    container.path("state").path("waiting").path("reason").asText();
            if (terminated.isObject() && terminated.path("exitCode").asInt() == 0) {
                index++;
                continue;
            }
            if (terminated.isObject()) {
                return "Init:" + ended(terminated);
            }
            return waiting.isEmpty() || waiting.equals("PodInitializing")
                    ? "Init:" + index + "/" + count
                    : "Init:" + waiting;
        }
        return "";
    }

    private static String containerReason(ObjectNode status, String phase) {
        String reason = phase;
        boolean running = false;
        List<ObjectNode> containers = Fields.items(status, "containerStatuses");
        for (int i = containers.size() - 1; i >= 0; i--) {
            JsonNode state = containers.get(i).path("state");
            String waiting = state.path("waiting").path("reason").asText();
            if (!waiting.isEmpty()) {
                reason = waiting;
            } else if (state.path("terminated").isObject()) {
                reason = ended(state.path("terminated"));
            } else if (state.path("running").isObject()
                    && containers.get(i).path("ready").asBoolean()) {
                running = true;
            }
        }
        if (reason.equals("Completed") && running) {
            return WorkloadColumns.isTrue(status, "Ready") ? "Running" : "NotReady";
        }
        return reason;
    }

    private static String ended(JsonNode terminated) {
        String reason = terminated.path("reason").asText();
        if (!reason.isEmpty()) {
            return reason;
        }
        int signal = terminated.path("signal").asInt();
        return signal == 0 ? "ExitCode:" + terminated.path("exitCode").asInt() : "Signal:" + signal;
    }
}
