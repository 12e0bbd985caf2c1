package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Answer;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import dev.millrace.local.conformance.pod.Greeter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deployments keep pods that answer, and change them one after the other; Services lead to those that are ready. */
@Conformance
class DeploymentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String UNREACHED = "not reached";

    private final Scratch scratch;
    private final Resource deployments;

    DeploymentIT(Scratch scratch) {
        this.scratch = scratch;
        this.deployments = scratch.in("apps/v1/deployments");
        scratch.in("configmaps").create(Greeter.configMap());
    }

    @Test
    void rollsFromOneToTheNext() {
        create("rolling", "first");
        JsonNode service = scratch.in("services")
                .create(
                        "{metadata: {name: rolling}, spec: {selector: {app: rolling}, ports: [{name: http, port: 8000, targetPort: http}]}}")
                .ok();
        JsonNode deployed = deployments.await("rolling", DeploymentIT::isComplete);
        assertThat(deployed.at("/metadata/annotations"))
                .isEqualTo(Api.yaml("{deployment.kubernetes.io/revision: '1'}"));
        assertThat(conditions(deployed))
                .containsExactlyInAnyOrder("Available=MinimumReplicasAvailable", "Progressing=NewReplicaSetAvailable");
        awaitEndpoint("rolling");
        awaitAnswer(service, "first");

        deployments
                .patch("rolling", Resource.STRATEGIC_PATCH, template("second"))
                .ok();

        JsonNode rolled = deployments.await(
                "rolling",
                deployment -> isComplete(deployment)
                        && deployment.at("/metadata/generation").asInt() == 2);
        assertThat(rolled.at("/metadata/annotations")).isEqualTo(Api.yaml("{deployment.kubernetes.io/revision: '2'}"));
        awaitEndpoint("rolling");
        awaitAnswer(service, "second");
        List<JsonNode> sets = list("apps/v1/replicasets", "app=rolling");
        assertThat(sets.stream().map(set -> set.at("/spec/replicas").asInt())).containsExactlyInAnyOrder(0, 1);
        assertThat(sets).allSatisfy(set -> assertThat(
                        set.at("/metadata/ownerReferences/0/kind").asText())
                .isEqualTo("Deployment"));
    }

    @Test
    void keepsWhatABudgetGuards() {
        create("guarded", "hello");
        deployments.await("guarded", DeploymentIT::isComplete);
        Resource budgets = scratch.in("policy/v1/poddisruptionbudgets");
        budgets.create("{metadata: {name: guarded}, spec: {minAvailable: 1, selector: {matchLabels: {app: guarded}}}}")
                .ok();
        budgets.await("guarded", budget -> budget.at("/status/currentHealthy").asInt() == 1);
        String pod = onlyPod("guarded");

        Answer refused = evict(pod);

        assertThat(refused.refusal())
                .isEqualTo(new Refusal(
                        429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget."));
        assertThat(refused.body().at("/details/causes"))
                .isEqualTo(
                        Api.yaml(
                                "[{reason: DisruptionBudget, message: The disruption budget guarded needs 1 healthy pods and has 1 currently}]"));

        budgets.delete("guarded").ok();
        assertThat(evict(pod).code()).isEqualTo(201);
        scratch.in("pods").awaitGone(pod);
        deployments.await("guarded", DeploymentIT::isComplete);
        assertThat(onlyPod("guarded")).isNotEqualTo(pod);
    }

    @Test
    void scales() {
        create("scaled", "hello");

        deployments
                .patch("scaled/scale", Resource.MERGE_PATCH, "{spec: {replicas: 0}}")
                .ok();

        JsonNode scaled = deployments.await(
                "scaled",
                deployment -> deployment.at("/status/observedGeneration").asInt() == 2
                        && deployment.at("/status/replicas").asInt() == 0);
        assertThat(scaled.at("/spec/replicas").asInt()).isZero();
        assertThat(deployments.get("scaled/scale").ok().at("/status/selector").asText())
                .isEqualTo("app=scaled");
    }

    @Test
    void isRefusedWhereItsPodsAreNotItsOwn() {
        Refusal refusal = deployments
                .create(
                        "{metadata: {name: stray}, spec: {selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: stray}}, spec: %s}}}"
                                .formatted(Greeter.podSpec("x", "x")))
                .refusal();

        assertThat(refusal.message())
                .isEqualTo("Deployment.apps \"stray\" is invalid: spec.template.metadata.labels: Invalid value:"
                        + " {\"app\":\"stray\"}: `selector` does not match template `labels`");
    }

    private void create(String name, String greeting) {
        deployments
                .create("""
                        {apiVersion: apps/v1, kind: Deployment, metadata: {name: %s}, spec: {
                          replicas: 1, selector: {matchLabels: {app: %s}}, strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}},
                          template: {metadata: {labels: {app: %s}}, spec: %s}}}
                        """.formatted(name, name, name, Greeter.podSpec(scratch.image(), greeting)))
                .ok();
    }

    private String template(String greeting) {
        return "{spec: {template: {spec: %s}}}".formatted(Greeter.podSpec(scratch.image(), greeting));
    }

    private Answer evict(String pod) {
        return scratch.in("pods")
                .createAt(
                        pod + "/eviction",
                        "{apiVersion: policy/v1, kind: Eviction, metadata: {name: %s}}".formatted(pod));
    }

    /** Waits until the Service leads to the one pod that is there, and to it alone. */
    private void awaitEndpoint(String app) {
        scratch.in("endpoints").await(app, endpoints -> {
            JsonNode addresses = endpoints.at("/subsets/0/addresses");
            return addresses.size() == 1
                    && addresses.at("/0/targetRef/name").asText().equals(onlyPod(app));
        });
    }

    /** The pod of an app that is not on its way out. */
    private String onlyPod(String app) {
        return list("pods", "app=" + app).stream()
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .map(pod -> pod.at("/metadata/name").asText())
                .reduce("", (one, other) -> one + other);
    }

    private List<JsonNode> list(String resource, String selector) {
        return scratch.in(resource)
                .list("?labelSelector=" + selector.replace("=", "%3D"))
                .ok()
                .path("items")
                .valueStream()
                .toList();
    }

    /**
     * Waits for what a Service answers at its cluster address, where this machine reaches it: a proxy learns of pods a little later, and until
     * then the address may lead elsewhere.
     */
    private void awaitAnswer(JsonNode service, String expected) {
        URI uri = URI.create("http://" + service.at("/spec/clusterIP").asText() + ":8000/");
        Instant end = Instant.now().plus(PATIENCE);
        String answer = answer(uri);
        while (!answer.equals(expected) && Instant.now().isBefore(end)) {
            scratch.letAMomentPass();
            answer = answer(uri);
        }
        assumeFalse(answer.equals(UNREACHED), () -> uri + " is not reached from this machine");
        assertThat(answer).isEqualTo(expected);
    }

    private static String answer(URI uri) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (HttpConnectTimeoutException e) {
            return UNREACHED;
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> conditions(JsonNode deployment) {
        return deployment
                .at("/status/conditions")
                .valueStream()
                .map(condition -> condition.path("type").asText() + "="
                        + condition.path("reason").asText())
                .toList();
    }

    private static boolean isComplete(JsonNode deployment) {
        JsonNode status = deployment.path("status");
        return status.path("observedGeneration").asLong()
                        == deployment.at("/metadata/generation").asLong()
                && status.path("replicas").asInt() == 1
                && status.path("updatedReplicas").asInt() == 1
                && status.path("availableReplicas").asInt() == 1
                && conditions(deployment).contains("Progressing=NewReplicaSetAvailable");
    }
}
