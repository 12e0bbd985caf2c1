package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Following;
import dev.millrace.local.conformance.cluster.Kubectl;
import dev.millrace.local.conformance.cluster.RunningKubectl;
import dev.millrace.local.conformance.cluster.Scratch;
import dev.millrace.local.conformance.pod.Greeter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A person's kubectl looks into what runs. */
@Conformance
class KubectlPodIT {
    private static final Pattern FORWARDING = Pattern.compile("Forwarding from (127\\.0\\.0\\.1:\\d+) -> 8080");

    private final Scratch scratch;
    private final Kubectl kubectl;

    KubectlPodIT(Scratch scratch, Kubectl kubectl) {
        this.scratch = scratch;
        this.kubectl = kubectl;
    }

    @Test
    void seesAJobToItsEnd() {
        kubectl.runWithInput("""
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: telling
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                        - name: main
                          image: %s
                          imagePullPolicy: IfNotPresent
                          command: [sh, -c, "echo one; sleep 1; echo two"]
                """.formatted(scratch.image()), "apply", "-f", "-");

        try (Following pods = scratch.in("pods").watch("&labelSelector=job-name%3Dtelling")) {
            pods.until(
                    pod -> pod.at("/status/containerStatuses/0/state/waiting").isMissingNode()
                            && pod.at("/status").has("containerStatuses"));
        }
        assertThat(kubectl.run("logs", "-f", "job/telling")).isEqualTo("one\ntwo\n");
        assertThat(kubectl.run("wait", "job/telling", "--for=condition=complete", "--timeout=30s"))
                .isEqualTo("job.batch/telling condition met\n");
        assertThat(kubectl.run("get", "job", "telling", "--no-headers").replaceAll(" +", " "))
                .startsWith("telling Complete 1/1 ");
        assertThat(kubectl.run("get", "pods", "-l", "job-name=telling", "--no-headers")
                        .replaceAll(" +", " "))
                .matches("telling-\\w{5} 0/1 Completed 0 \\d+s\n");
        assertThat(kubectl.run("describe", "job", "telling"))
                .contains("Pods Statuses:", "1 Succeeded / 0 Failed", "SuccessfulCreate", "Created pod: telling-");
        assertThat(kubectl.run("describe", "pod", "-l", "job-name=telling"))
                .contains("Controlled By:  Job/telling", "Exit Code:    0", "Scheduled", "Started");
        assertThat(kubectl.run("events", "--for", "job/telling")).contains("SuccessfulCreate", "Completed");
        assertThat(kubectl.run("logs", "job/telling", "--tail=1")).isEqualTo("two\n");

        assertThat(kubectl.run("delete", "job", "telling", "--cascade=foreground"))
                .startsWith("job.batch \"telling\" deleted");
        assertThat(kubectl.run("get", "pods", "-l", "job-name=telling", "-o", "name"))
                .isEmpty();
    }

    @Test
    void reachesAPort() throws IOException, InterruptedException {
        scratch.in("configmaps").create(Greeter.configMap()).ok();
        scratch.in("apps/v1/deployments")
                .create(
                        "{metadata: {name: web}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: %s}}}"
                                .formatted(Greeter.podSpec(scratch.image(), "hello")))
                .ok();
        assertThat(kubectl.run("rollout", "status", "deployment/web", "--timeout=60s"))
                .contains("deployment \"web\" successfully rolled out");

        assertThat(kubectl.run("expose", "deployment/web", "--port=80", "--target-port=http"))
                .isEqualTo("service/web exposed\n");

        assertForwards("deployment/web", ":8080");
        assertForwards("service/web", ":80");

        assertThat(kubectl.run("get", "deployment", "web", "--no-headers").replaceAll(" +", " "))
                .matches("web 1/1 1 1 \\d+s\n");
        assertThat(kubectl.run("scale", "deployment/web", "--replicas=0")).isEqualTo("deployment.apps/web scaled\n");
        assertThat(kubectl.run("wait", "pod", "-l", "app=web", "--for=delete", "--timeout=30s"))
                .isNotNull();
        assertThat(kubectl.run("delete", "deployment", "web", "--cascade=orphan"))
                .startsWith("deployment.apps \"web\" deleted");
        assertThat(kubectl.run("get", "replicasets", "-l", "app=web", "-o", "name"))
                .startsWith("replicaset.apps/web-");
    }

    /** One forwarded port has connection after connection. */
    private void assertForwards(String target, String port) throws IOException, InterruptedException {
        try (RunningKubectl forwarding = kubectl.start("port-forward", target, port)) {
            Matcher matcher = FORWARDING.matcher(forwarding.line());
            assertThat(matcher.matches()).isTrue();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + matcher.group(1) + "/"))
                    .build();
            for (int i = 0; i < 3; i++) {
                assertThat(HttpClient.newHttpClient()
                                .send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo("hello");
            }
        }
    }
}
