package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.conformance.cluster.Answer.Refusal;
import dev.millrace.local.conformance.cluster.Api;
import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Following;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** Pods by themselves: what they wait for, what they print, where they keep it. */
@Conformance
class PodIT {
    private final Scratch scratch;
    private final Resource pods;

    PodIT(Scratch scratch) {
        this.scratch = scratch;
        this.pods = scratch.in("pods");
    }

    @Test
    void printsWhileItIsFollowed() {
        create("talking", "echo one; sleep 1; echo two");
        pods.await("talking", PodIT::hasStarted);

        try (Following log = scratch.api().follow(pods.path() + "/talking/log?follow=true")) {
            assertThat(log.line()).isEqualTo("one");
            assertThat(log.line()).isEqualTo("two");
            log.awaitEnd();
        }
        assertThat(log("talking", "?tailLines=1")).isEqualTo("two\n");
        assertThat(log("talking", "?limitBytes=5")).isEqualTo("one\nt");
        assertThat(log("talking", "?timestamps=true&tailLines=1")).matches("20\\d\\d-\\S+Z two\n");
        assertThat(log("talking", "?sinceTime=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(pods.get("talking/log?container=other").refusal())
                .isEqualTo(new Refusal(400, "BadRequest", "container other is not valid for pod talking"));
        assertThat(pods.get("talking/log?tailLines=-1").refusal())
                .isEqualTo(
                        new Refusal(
                                422,
                                "Invalid",
                                "PodLogOptions \"talking\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0"));
    }

    @Test
    void waitsForANodeThatHasWhatItAsksFor() {
        pods.create(
                        "{metadata: {name: large}, spec: {containers: [{name: main, image: '%s', resources: {limits: {nvidia.com/gpu: 64}}}]}}"
                                .formatted(scratch.image()))
                .ok();

        JsonNode pod = pods.await(
                "large",
                waiting -> waiting.at("/status/conditions/0/status").asText().equals("False"));

        assertThat(pod.at("/status/phase").asText()).isEqualTo("Pending");
        JsonNode condition = pod.at("/status/conditions/0");
        assertThat(condition.path("type").asText()).isEqualTo("PodScheduled");
        assertThat(condition.path("reason").asText()).isEqualTo("Unschedulable");
        assertThat(condition.path("message").asText())
                .startsWith("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.");
        try (Following events = scratch.in("events").watch("&fieldSelector=involvedObject.name%3Dlarge")) {
            assertThat(events.event().at("/object/reason").asText()).isEqualTo("FailedScheduling");
        }
    }

    @Test
    void isToldToEndBeforeItGoes() {
        create("ending", "trap 'echo told; exit 0' TERM; echo up; while true; do sleep 0.1; done");
        pods.await("ending", PodIT::hasStarted);

        try (Following log = scratch.api().follow(pods.path() + "/ending/log?follow=true")) {
            assertThat(log.line()).isEqualTo("up");
            JsonNode going =
                    pods.deleteWith("ending", "{gracePeriodSeconds: 5}").ok();
            assertThat(going.at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(5);
            assertThat(log.line()).isEqualTo("told");
        }
        pods.awaitGone("ending");
    }

    @Test
    void hasAVolumeThatIsClaimed() {
        String volume = Scratch.unused("conformance-");
        Resource volumes = scratch.all("persistentvolumes");
        Resource claims = scratch.in("persistentvolumeclaims");
        volumes.create(
                        "{metadata: {name: %s}, spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: %s, hostPath: {path: /tmp}}}"
                                .formatted(volume, volume))
                .ok();
        claims.create(
                        "{metadata: {name: claim}, spec: {accessModes: [ReadWriteOnce], storageClassName: %s, resources: {requests: {storage: 1Gi}}}}"
                                .formatted(volume))
                .ok();

        JsonNode bound = claims.await("claim", claim -> isIn(claim, "Bound"));
        assertThat(bound.at("/spec/volumeName").asText()).isEqualTo(volume);
        assertThat(bound.at("/metadata/finalizers")).isEqualTo(Api.yaml("[kubernetes.io/pvc-protection]"));
        JsonNode held = volumes.await(volume, one -> isIn(one, "Bound"));
        assertThat(held.at("/spec/claimRef/name").asText()).isEqualTo("claim");

        claims.delete("claim").ok();
        claims.awaitGone("claim");
        volumes.await(volume, one -> isIn(one, "Released"));
        volumes.delete(volume).ok();
        volumes.awaitGone(volume);
    }

    private void create(String name, String script) {
        pods.create("{metadata: {name: %s}, spec: {restartPolicy: Never, containers: [%s]}}"
                        .formatted(name, scratch.shell(script)))
                .ok();
    }

    private String log(String pod, String query) {
        return pods.get(pod + "/log" + query).text();
    }

    private static boolean hasStarted(JsonNode pod) {
        JsonNode state = pod.at("/status/containerStatuses/0/state");
        return state.has("running") || state.has("terminated");
    }

    private static boolean isIn(JsonNode object, String phase) {
        return object.at("/status/phase").asText().equals(phase);
    }
}
