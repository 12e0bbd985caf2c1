package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Kubectl;
import dev.millrace.local.conformance.cluster.Resource;
import dev.millrace.local.conformance.cluster.RunningKubectl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person's kubectl shows objects. */
@Conformance
class KubectlGetIT {
    private final Kubectl kubectl;
    private final Gadgets kind;

    KubectlGetIT(Kubectl kubectl, Gadgets kind) {
        this.kubectl = kubectl;
        this.kind = kind;
    }

    @BeforeEach
    void create() {
        kind.objects().create(kind.gadget("large", "{size: 50, color: red}"));
        kind.objects().create(kind.gadget("small", "{size: 5, color: green}"));
        kind.objects().patch("small", Resource.MERGE_PATCH, "{metadata: {labels: {fits: pocket}}}");
        kind.objects()
                .patch("large/status", Resource.MERGE_PATCH, "{status: {conditions: [{type: Ready, status: 'True'}]}}");
    }

    @Test
    void laysOutATable() {
        assertThat(kubectl.run("get", kind.resource("gd")).lines().map(KubectlGetIT::withoutAge))
                .containsExactly("NAME COLOR READY AGE", "large red True *", "small green *");
        assertThat(kubectl.run("get", kind.resource("gd"), "-o", "wide").lines().map(KubectlGetIT::withoutAge))
                .containsExactly("NAME COLOR SIZE READY AGE", "large red 50 True *", "small green 5 *");
        assertThat(kubectl.run("get", kind.category(), "-l", "fits in (pocket)", "-o", "name"))
                .isEqualTo("gadget.%s/small\n".formatted(kind.group()));
        assertThat(kubectl.run("get", kind.resource("gadgets"), "--field-selector", "spec.color=red", "-o", "name"))
                .isEqualTo("gadget.%s/large\n".formatted(kind.group()));
        assertThat(kubectl.run("get", kind.resource("gd"), "--sort-by=.spec.size", "-o", "name")
                        .lines())
                .last()
                .asString()
                .endsWith("/large");
        assertThat(kubectl.run("get", kind.resource("gd"), "--show-labels", "small"))
                .contains("LABELS", "fits=pocket");
    }

    @Test
    void showsAnObject() {
        assertThat(kubectl.run("get", kind.resource("gadget"), "large", "-o", "yaml"))
                .startsWith("apiVersion: " + kind.apiVersion() + "\nkind: Gadget\nmetadata:\n")
                .contains("spec:\n  color: red\n  deep:\n    level: 3\n  flag: true\n  max: 50\n  size: 50\n")
                .doesNotContain("managedFields");
        assertThat(kubectl.run("get", kind.resource("gadget"), "large", "-o", "yaml", "--show-managed-fields"))
                .contains("fieldsType: FieldsV1");
        assertThat(kubectl.run("get", kind.resource("gadget"), "large", "-o", "jsonpath={.spec.size}"))
                .isEqualTo("50");
    }

    @Test
    void describesAnObject() {
        assertThat(kubectl.run("describe", kind.resource("gadget"), "small"))
                .startsWith("Name:         small\n")
                .contains(
                        "Labels:       fits=pocket\n",
                        "Kind:         Gadget\n",
                        "  Color:  green\n",
                        "Events:     <none>\n");
    }

    @Test
    void followsChanges() {
        // Asked for an object by name, kubectl passes over what happens between its reading and its watching.
        try (RunningKubectl watching = kubectl.start(
                "get",
                kind.resource("gadgets"),
                "-l",
                "fits=pocket",
                "-w",
                "--no-headers",
                "-o",
                "custom-columns=S:.spec.size")) {
            assertThat(watching.line()).isEqualTo("5");
            kind.objects()
                    .patch("small", Resource.MERGE_PATCH, "{spec: {size: 6}}")
                    .ok();
            assertThat(watching.line()).isEqualTo("6");
            kind.objects()
                    .patch("small", Resource.MERGE_PATCH, "{spec: {size: 5}}")
                    .ok();
            assertThat(watching.line()).isEqualTo("5");
        }
    }

    @Test
    void waitsForWhatIsToBe() {
        assertThat(kubectl.run("wait", kind.resource("gadget") + "/large", "--for=condition=Ready", "--timeout=10s"))
                .isEqualTo("gadget.%s/large condition met\n".formatted(kind.group()));
        assertThat(kubectl.run(
                        "wait", kind.resource("gadget") + "/large", "--for=jsonpath={.spec.size}=50", "--timeout=10s"))
                .isEqualTo("gadget.%s/large condition met\n".formatted(kind.group()));
        assertThat(kubectl.attempt(
                                "", "wait", kind.resource("gadget") + "/small", "--for=condition=Ready", "--timeout=1s")
                        .err())
                .startsWith("error: timed out waiting for the condition on gadgets/small");
    }

    @Test
    void explainsAKind() {
        assertThat(kubectl.run("explain", "gadget", "--api-version=" + kind.apiVersion()))
                .contains("GROUP:      " + kind.group(), "KIND:       Gadget", "VERSION:    v1")
                .contains("A thing to try what a definition can say.");
        assertThat(kubectl.run("explain", "gadget.spec.size", "--api-version=" + kind.apiVersion()))
                .contains("FIELD: size <integer>", "How large it is.");
        assertThat(kubectl.run("explain", "gadget.spec", "--recursive", "--api-version=" + kind.apiVersion()))
                .contains("parts\t<[]Object>", "  count\t<integer>");
        assertThat(kubectl.run("explain", "deployment.spec.replicas")).contains("FIELD: replicas <integer>");
    }

    @Test
    void tellsWhatThereIs() {
        assertThat(kubectl.run("api-resources", "--api-group=" + kind.group(), "--no-headers")
                        .replaceAll(" +", " "))
                .startsWith("gadgets gd " + kind.apiVersion() + " true Gadget");
        assertThat(kubectl.run("api-versions").lines()).contains("v1", "apps/v1", "batch/v1", kind.apiVersion());
        assertThat(kubectl.run("auth", "can-i", "create", kind.resource("gadgets")))
                .isEqualTo("yes\n");
        assertThat(kubectl.attempt("", "version").out()).contains("Server Version: v1.");
        assertThat(kubectl.run("cluster-info")).contains("Kubernetes control plane");
        assertThat(kubectl.attempt("", "get", "widgets").err())
                .isEqualTo("error: the server doesn't have a resource type \"widgets\"\n");
        assertThat(kubectl.attempt("", "get", kind.resource("gadget"), "none").err())
                .isEqualTo("Error from server (NotFound): gadgets.%s \"none\" not found\n".formatted(kind.group()));
    }

    private static String withoutAge(String line) {
        return line.strip().replaceAll(" +", " ").replaceAll(" \\d+m?\\d*s$", " *");
    }
}
