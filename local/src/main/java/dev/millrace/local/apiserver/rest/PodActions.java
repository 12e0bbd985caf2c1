package dev.millrace.local.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.apiserver.document.Documents;
import dev.millrace.local.apiserver.document.Fields;
import dev.millrace.local.apiserver.failure.Reason;
import dev.millrace.local.apiserver.failure.Refused;
import dev.millrace.local.apiserver.failure.Refused.Cause;
import dev.millrace.local.apiserver.object.DeleteOptions;
import dev.millrace.local.apiserver.object.ObjectDeleter;
import dev.millrace.local.apiserver.object.ObjectWriter;
import dev.millrace.local.apiserver.object.Stamps;
import dev.millrace.local.apiserver.object.Target;
import dev.millrace.local.apiserver.object.WriteOptions;
import dev.millrace.local.apiserver.request.Call;
import dev.millrace.local.apiserver.resource.Catalog;
import dev.millrace.local.apiserver.resource.ResourceType;
import dev.millrace.local.apiserver.selector.LabelSelector;
import dev.millrace.local.apiserver.storage.Store;
import dev.millrace.local.apiserver.storage.StoredObject;
import io.netty.handler.codec.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code pods/binding}, by which a scheduler gives a pod its node, and {@code pods/eviction}, which heeds disruption budgets. */
public final class PodActions {
    private static final int RETRY_SECONDS = 10;

    private final Store store;
    private final Catalog catalog;
    private final ObjectWriter writer;
    private final ObjectDeleter deleter;
    private final Stamps stamps;

    public PodActions(Store store, Catalog catalog, ObjectWriter writer, ObjectDeleter deleter, Stamps stamps) {
        this.store = store;
        this.catalog = catalog;
        this.writer = writer;
        this.deleter = deleter;
        this.stamps = stamps;
    }

    public void bind(Call call) {
        requirePost(call);
        String node = call.body().tree().path("target").path("name").asText();
        if (node.isEmpty()) {
            throw Refused.badRequest("target.name: Required value");
        }
        WriteOptions options = call.writeOptions();
        writer.change(call.target(), options, List.of(), (pod, warnings) -> {
            ObjectNode spec = Fields.made(pod, "spec");
            if (!Fields.text(spec, "nodeName").isEmpty()) {
                throw Refused.conflict(
                        call.target().subject(),
                        "pod " + call.path().name() + " is already assigned to node \"" + Fields.text(spec, "nodeName")
                                + "\"");
            }
            spec.put("nodeName", node);
            return pod;
        });
        writer.change(
                new Target(call.type(), call.path().namespace(), call.path().name(), Target.STATUS),
                options,
                List.of(),
                (pod, warnings) -> scheduled(pod));
        ObjectNode status = Documents.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        Answers.object(call.exchange(), 201, status.put("status", "Success").put("code", 201));
    }

    private ObjectNode scheduled(ObjectNode pod) {
        ObjectNode status = Fields.made(pod, "status");
        ArrayNode conditions = status.withArray("/conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.get(i).path("type").asText().equals("PodScheduled")) {
                conditions.remove(i);
            }
        }
        conditions
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "True")
                .put("lastTransitionTime", stamps.now());
        return pod;
    }

    public void evict(Call call) {
        requirePost(call);
        JsonNode eviction = call.body().tree();
        StoredObject pod =
                store.resource(call.type().storage()).get(call.target().key());
        if (pod == null) {
            throw Refused.notFound(call.target().subject());
        }
        DeleteOptions options = DeleteOptions.of(eviction.path("deleteOptions"), call.query()::text);
        if (isGuarded(pod)) {
            List<StoredObject> budgets = budgets(pod);
            if (budgets.size() > 1) {
                throw Refused.because(
                        Reason.INTERNAL_ERROR,
                        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            }
            if (!budgets.isEmpty()) {
                spend(call, budgets.get(0), options.dryRun());
            }
        }
        deleter.delete(call.target(), options);
        ObjectNode status = Documents.object();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        Answers.object(call.exchange(), 201, status.put("status", "Success").put("code", 201));
    }

    /** A pod that has not begun, has ended, or is being deleted costs no budget. */
    private static boolean isGuarded(StoredObject pod) {
        String phase = pod.tree().path("status").path("phase").asText();
        return !pod.deleting() && !Set.of("Pending", "Succeeded", "Failed").contains(phase);
    }

    private List<StoredObject> budgets(StoredObject pod) {
        List<StoredObject> budgets = new ArrayList<>();
        for (StoredObject budget : store.resource("poddisruptionbudgets.policy")
                .snapshot(pod.key().namespace())
                .objects()) {
            if (LabelSelector.of(budget.tree().path("spec").path("selector")).matches(pod.labels())) {
                budgets.add(budget);
            }
        }
        return budgets;
    }

    private void spend(Call call, StoredObject budget, boolean dryRun) {
        ResourceType type = Objects.requireNonNull(catalog.find("policy", "v1", "poddisruptionbudgets"));
        Target target = new Target(type, budget.key().namespace(), budget.key().name(), Target.STATUS);
        WriteOptions options = call.writeOptions();
        writer.change(
                target,
                new WriteOptions(dryRun, options.validation(), options.manager(), false),
                List.of(),
                (object, warnings) -> {
                    ObjectNode status = Fields.made(object, "status");
                    long allowed = status.path("disruptionsAllowed").asLong();
                    boolean seen = status.path("observedGeneration").asLong()
                            >= object.path("metadata").path("generation").asLong();
                    if (allowed <= 0 || !seen) {
                        throw refused(budget, status);
                    }
                    status.put("disruptionsAllowed", allowed - 1);
                    Fields.made(status, "disruptedPods").put(call.path().name(), stamps.now());
                    return object;
                });
    }

    private static Refused refused(StoredObject budget, ObjectNode status) {
        String name = budget.key().name();
        String why = "The disruption budget " + name + " needs "
                + status.path("desiredHealthy").asLong() + " healthy pods and has "
                + status.path("currentHealthy").asLong() + " currently";
        return Refused.tooManyRequests(
                null,
                "Cannot evict pod as it would violate the pod's disruption budget.",
                List.of(new Cause("DisruptionBudget", why, "")),
                RETRY_SECONDS);
    }

    private static void requirePost(Call call) {
        if (!call.exchange().method().equals(HttpMethod.POST)) {
            throw Resources.notAllowed();
        }
    }
}
