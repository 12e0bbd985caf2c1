package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Anything may be killed at any time: nothing is lost, nothing is done twice, the weights are the same. */
class RepairIT {
    private static final Kubectl OPERATOR = new Kubectl("millrace-system");
    private static final String OPERATOR_PODS = "app.kubernetes.io/name=millrace-operator";
    private static final String LONG_RUN_POD = "millrace.dev/training-run=long";
    private static final int CONNECTIONS = 8;
    private static Workspace undisturbed;

    @BeforeAll
    static void trainUndisturbed() {
        undisturbed = Workspace.create("millrace-e2e-undisturbed");
        undisturbed.kubectl().apply(Workspace.example("house-prices"));
        undisturbed
                .kubectl()
                .await("modeldeployment", "house-prices", Duration.ofMinutes(8), Kubectl.condition("Ready", "True"));
    }

    @AfterAll
    static void remove() {
        undisturbed.close();
    }

    @Test
    void operatorKilledTenTimesDuringAnExecution() {
        try (Workspace workspace = Workspace.create("millrace-e2e-operator-killed")) {
            Kubectl kubectl = workspace.kubectl();

            kubectl.apply(Workspace.example("house-prices"));
            for (int i = 0; i < 10; i++) {
                OPERATOR.run("delete", "pod", "-l", OPERATOR_PODS, "--grace-period=0", "--force", "--wait=true");
                OPERATOR.awaitAny("pod", OPERATOR_PODS, Duration.ofMinutes(3), Kubectl.condition("Ready", "True"));
            }

            kubectl.await(
                    "modeldeployment", "house-prices", Duration.ofMinutes(10), Kubectl.condition("Ready", "True"));
            assertThat(kubectl.list("job", "millrace.dev/pipeline=house-prices"))
                    .hasSize(2);
            assertThat(kubectl.get("pipeline", "house-prices")
                            .at("/status/execution/number")
                            .asInt())
                    .isEqualTo(1);
            assertThat(modelDigest(kubectl, "house-prices-1-train"))
                    .isEqualTo(modelDigest(undisturbed.kubectl(), "house-prices-1-train"));
        }
    }

    @Test
    void trainerKilledInMidRunGoesOnToTheSameWeights() {
        Kubectl reference = undisturbed.kubectl();
        reference.apply(Path.of("src/test/resources/long-run.yaml"));
        JsonNode uninterrupted =
                reference.await("trainingrun", "long", Duration.ofMinutes(10), Kubectl.phase("Succeeded"));
        try (Workspace workspace = Workspace.create("millrace-e2e-trainer-killed")) {
            Kubectl kubectl = workspace.kubectl();
            kubectl.apply(Workspace.example("house-prices"));
            kubectl.await("datasetversion", "house-prices-1-data", Duration.ofMinutes(4), Kubectl.phase("Ready"));
            kubectl.apply(Path.of("src/test/resources/long-run.yaml"));

            kubectl.await("trainingrun", "long", Duration.ofMinutes(3), RepairIT::isInMidRun);
            kubectl.run("delete", "pod", "-l", LONG_RUN_POD, "--grace-period=0", "--force");

            JsonNode run = kubectl.await("trainingrun", "long", Duration.ofMinutes(10), Kubectl.phase("Succeeded"));
            assertThat(run.at("/status/attempts").asInt()).isEqualTo(2);
            assertThat(kubectl.list("job", LONG_RUN_POD)).hasSize(1);
            assertThat(run.at("/status/model/digest")).isEqualTo(uninterrupted.at("/status/model/digest"));
        }
    }

    @Test
    void suspendedRunGoesOnToTheSameWeights() {
        Kubectl reference = undisturbed.kubectl();
        reference.apply(Path.of("src/test/resources/long-run.yaml"));
        JsonNode uninterrupted =
                reference.await("trainingrun", "long", Duration.ofMinutes(10), Kubectl.phase("Succeeded"));
        try (Workspace workspace = Workspace.create("millrace-e2e-suspended")) {
            Kubectl kubectl = workspace.kubectl();
            kubectl.apply(Workspace.example("house-prices"));
            kubectl.await("datasetversion", "house-prices-1-data", Duration.ofMinutes(4), Kubectl.phase("Ready"));
            kubectl.apply(Path.of("src/test/resources/long-run.yaml"));
            kubectl.await("trainingrun", "long", Duration.ofMinutes(3), RepairIT::isInMidRun);

            kubectl.run("patch", "trainingrun", "long", "--type=merge", "-p", "{\"spec\":{\"suspend\":true}}");
            kubectl.await("trainingrun", "long", Duration.ofMinutes(3), Kubectl.phase("Suspended"));
            kubectl.run("wait", "--for=delete", "pod", "-l", LONG_RUN_POD, "--timeout=60s");
            kubectl.run("patch", "trainingrun", "long", "--type=merge", "-p", "{\"spec\":{\"suspend\":false}}");

            JsonNode run = kubectl.await("trainingrun", "long", Duration.ofMinutes(10), Kubectl.phase("Succeeded"));
            assertThat(run.at("/status/model/digest")).isEqualTo(uninterrupted.at("/status/model/digest"));
        }
    }

    @Test
    void serverPodsGoneUnderLoadLoseNoRequestButTheOpenOnes() throws IOException {
        Kubectl kubectl = undisturbed.kubectl();
        String pods = "millrace.dev/deployment=house-prices";
        kubectl.run("scale", "modeldeployment", "house-prices", "--replicas=2");
        kubectl.await(
                "modeldeployment",
                "house-prices",
                Duration.ofMinutes(3),
                deployment -> deployment.at("/status/readyReplicas").asInt() == 2);
        String request = Files.readString(Workspace.example("house-prices").resolve("request.json"));
        try (ServedModel model = ServedModel.reach(kubectl, "house-prices")) {
            Load evicted = Load.start(model, request, CONNECTIONS);
            kubectl.run("delete", "pod", nameOfAny(kubectl, pods), "--wait");
            List<String> failuresOfAnEviction = evicted.stop();

            kubectl.await(
                    "modeldeployment",
                    "house-prices",
                    Duration.ofMinutes(3),
                    deployment -> deployment.at("/status/readyReplicas").asInt() == 2);
            Load killed = Load.start(model, request, CONNECTIONS);
            kubectl.run("delete", "pod", nameOfAny(kubectl, pods), "--grace-period=0", "--force");
            kubectl.await(
                    "modeldeployment",
                    "house-prices",
                    Duration.ofMinutes(3),
                    deployment -> deployment.at("/status/readyReplicas").asInt() == 2);
            List<String> failuresOfAKill = killed.stop();

            System.out.printf(
                    "server pod evicted: %d answered, %d failed; killed: %d answered, %d failed%n",
                    evicted.answered(), failuresOfAnEviction.size(), killed.answered(), failuresOfAKill.size());
            assertThat(failuresOfAnEviction).isEmpty();
            assertThat(failuresOfAKill).hasSizeLessThanOrEqualTo(CONNECTIONS);
            assertThat(evicted.answered()).isGreaterThan(CONNECTIONS);
        }
    }

    @Test
    void anotherRunIsRolledOutWithoutALostRequest() throws IOException {
        Kubectl kubectl = undisturbed.kubectl();
        kubectl.apply(Path.of("src/test/resources/two-runs.yaml"));
        kubectl.await("modeldeployment", "either", Duration.ofMinutes(3), Kubectl.condition("Ready", "True"));
        kubectl.await("trainingrun", "second", Duration.ofMinutes(3), Kubectl.phase("Succeeded"));
        String request = Files.readString(Workspace.example("house-prices").resolve("request.json"));
        try (ServedModel model = ServedModel.reach(kubectl, "either")) {
            Load load = Load.start(model, request, CONNECTIONS);

            kubectl.run(
                    "patch",
                    "modeldeployment",
                    "either",
                    "--type=merge",
                    "-p",
                    "{\"spec\":{\"model\":{\"trainingRun\":{\"name\":\"second\"}}}}");
            kubectl.await(
                    "modeldeployment",
                    "either",
                    Duration.ofMinutes(4),
                    deployment ->
                            deployment.at("/status/stable/trainingRun").asText().equals("second")
                                    && Kubectl.condition("Ready", "True").test(deployment));
            kubectl.run("rollout", "status", "deployment/either", "--timeout=60s");

            assertThat(load.stop()).isEmpty();
            assertThat(load.answered()).isGreaterThan(CONNECTIONS);
            assertThat(model.infer(request).at("/parameters/model_digest"))
                    .isEqualTo(kubectl.get("trainingrun", "second").at("/status/model/digest"));
        }
    }

    private static boolean isInMidRun(JsonNode run) {
        int percent = run.at("/status/progress/percent").asInt();
        return percent > 5 && percent < 95;
    }

    private static String nameOfAny(Kubectl kubectl, String selector) {
        return kubectl.list("pod", selector).stream()
                .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
                .findFirst()
                .orElseThrow()
                .at("/metadata/name")
                .asText();
    }

    private static String modelDigest(Kubectl kubectl, String run) {
        String digest =
                kubectl.get("trainingrun", run).at("/status/model/digest").asText();
        assertThat(digest).startsWith("sha256:");
        return digest;
    }
}
