package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Kubectl;
import dev.millrace.local.conformance.cluster.Kubectl.Output;
import dev.millrace.local.conformance.cluster.Scratch;
import org.junit.jupiter.api.Test;

/** A person's kubectl rolls Deployments out and back, and deletes what they own or leaves it. */
@Conformance
class KubectlDeploymentIT {
    private static final String ROLLED_OUT = "deployment \"%s\" successfully rolled out\n";

    private final Scratch scratch;
    private final Kubectl kubectl;

    KubectlDeploymentIT(Scratch scratch, Kubectl kubectl) {
        this.scratch = scratch;
        this.kubectl = kubectl;
    }

    @Test
    void rollsOutAndBack() {
        create("rolled");

        assertThat(kubectl.run("set", "env", "deployment/rolled", "A=b"))
                .isEqualTo("deployment.apps/rolled env updated\n");
        awaitRollout("rolled");
        assertThat(kubectl.run("rollout", "history", "deployment/rolled")
                        .lines()
                        .map(line -> line.replaceAll(" +", " ")))
                .contains("1 <none>", "2 <none>");
        assertThat(kubectl.run("rollout", "undo", "deployment/rolled"))
                .isEqualTo("deployment.apps/rolled rolled back\n");
        awaitRollout("rolled");
        assertThat(environment("rolled")).isEmpty();
        assertThat(kubectl.run("rollout", "restart", "deployment/rolled"))
                .isEqualTo("deployment.apps/rolled restarted\n");
        awaitRollout("rolled");
        assertThat(kubectl.run("get", "deployment", "rolled", "-o", "jsonpath={.metadata.annotations}"))
                .isEqualTo("{\"deployment.kubernetes.io/revision\":\"4\"}");
        assertThat(kubectl.run("describe", "deployment", "rolled"))
                .contains("1 desired | 1 updated | 1 total | 1 available | 0 unavailable", "ScalingReplicaSet");
    }

    @Test
    void deletesWhatItOwnsOrLeavesIt() {
        create("owner");
        String set = kubectl.run("get", "replicasets", "-l", "app=owner", "-o", "name")
                .strip();

        assertThat(kubectl.run("delete", "deployment", "owner", "--cascade=orphan"))
                .startsWith("deployment.apps \"owner\" deleted");
        assertThat(kubectl.run("get", set, "-o", "jsonpath={.metadata.ownerReferences}"))
                .isEmpty();
        assertThat(kubectl.run("delete", set, "--cascade=background")).contains("deleted");
        kubectl.attempt("", "wait", "pod", "-l", "app=owner", "--for=delete", "--timeout=30s");
        assertThat(kubectl.run("get", "pods", "-l", "app=owner", "-o", "name")).isEmpty();

        create("whole");
        assertThat(kubectl.run("delete", "deployment", "whole", "--cascade=foreground"))
                .startsWith("deployment.apps \"whole\" deleted");
        assertThat(kubectl.run("get", "replicasets,pods", "-l", "app=whole", "-o", "name"))
                .isEmpty();
    }

    @Test
    void triesOnTheServer() {
        Output tried = kubectl.attempt(
                "",
                "create",
                "deployment",
                "tried",
                "--image=" + scratch.image(),
                "--dry-run=server",
                "-o",
                "jsonpath={.spec.strategy.type}");

        assertThat(tried.out()).isEqualTo("RollingUpdate");
        assertThat(kubectl.attempt("", "get", "deployment", "tried").err())
                .isEqualTo("Error from server (NotFound): deployments.apps \"tried\" not found\n");
    }

    private void create(String name) {
        kubectl.run(
                "create",
                "deployment",
                name,
                "--image=" + scratch.image(),
                "--",
                "sh",
                "-c",
                "trap 'exit 0' TERM; while true; do sleep 0.1; done");
        awaitRollout(name);
    }

    private void awaitRollout(String name) {
        assertThat(kubectl.run("rollout", "status", "deployment/" + name, "--timeout=60s"))
                .endsWith(ROLLED_OUT.formatted(name));
    }

    private String environment(String deployment) {
        return kubectl.run("get", "deployment", deployment, "-o", "jsonpath={.spec.template.spec.containers[0].env}");
    }
}
