package dev.millrace.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.conformance.cluster.Conformance;
import dev.millrace.local.conformance.cluster.Gadgets;
import dev.millrace.local.conformance.cluster.Kubectl;
import dev.millrace.local.conformance.cluster.Kubectl.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's kubectl changes objects, and says what it did. */
@Conformance
class KubectlApplyIT {
    private static final String CONFIG = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %s
            data:
              a: first
            """;

    private final Kubectl kubectl;
    private final Gadgets kind;

    KubectlApplyIT(Kubectl kubectl, Gadgets kind) {
        this.kubectl = kubectl;
        this.kind = kind;
    }

    @Test
    void applies() {
        String before = CONFIG.formatted("applied");
        String after = before.replace("first", "second") + "  b: new\n";

        assertThat(apply(before)).isEqualTo("configmap/applied created\n");
        assertThat(apply(before)).isEqualTo("configmap/applied unchanged\n");
        assertThat(kubectl.attempt(after, "diff", "-f", "-").out())
                .contains("-  a: first", "+  a: second", "+  b: new");
        assertThat(apply(after)).isEqualTo("configmap/applied configured\n");
        assertThat(apply(before)).isEqualTo("configmap/applied configured\n");
        assertThat(data("applied")).isEqualTo("{\"a\":\"first\"}");
    }

    @Test
    void appliesOnTheServer() {
        String config = CONFIG.formatted("served");
        assertThat(applyOnServer(config)).isEqualTo("configmap/served serverside-applied\n");
        String version = version("served");
        assertThat(applyOnServer(config)).isEqualTo("configmap/served serverside-applied\n");
        assertThat(version("served")).isEqualTo(version);

        String other = config.replace("first", "other");
        Output conflict = kubectl.attempt(other, "apply", "--server-side", "--field-manager=other", "-f", "-");
        assertThat(conflict.status()).isEqualTo(1);
        assertThat(conflict.err())
                .startsWith("error: Apply failed with 1 conflict: conflict with \"kubectl\": .data.a\n");
        kubectl.runWithInput(other, "apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", "-");
        assertThat(data("served")).isEqualTo("{\"a\":\"other\"}");
    }

    @Test
    void goesOnFromTheClientToTheServer() {
        String config = CONFIG.formatted("moved");
        apply(config);

        assertThat(applyOnServer(config.replace("first", "second"))).isEqualTo("configmap/moved serverside-applied\n");
        assertThat(data("moved")).isEqualTo("{\"a\":\"second\"}");
    }

    @Test
    void appliesWhatADefinitionDefines() {
        String gadget = """
                apiVersion: %s
                kind: Gadget
                metadata:
                  name: drawn
                spec:
                  size: 5
                  parts:
                    - name: a
                      count: 1
                """.formatted(kind.apiVersion());
        String name = "gadget." + kind.group() + "/drawn";

        assertThat(apply(gadget)).isEqualTo(name + " created\n");
        assertThat(apply(gadget)).isEqualTo(name + " unchanged\n");
        assertThat(apply(gadget.replace("size: 5", "size: 6"))).isEqualTo(name + " configured\n");
        assertThat(kubectl.attempt(gadget.replace("size: 5", "size: 500"), "apply", "-f", "-")
                        .err())
                .contains("spec.size: Invalid value: 500: spec.size in body should be less than or equal to 100");
        assertThat(kubectl.attempt(gadget.replace("size: 5", "sise: 5"), "apply", "-f", "-")
                        .err())
                .contains("strict decoding error: unknown field \"spec.sise\"");
        assertThat(kubectl.attempt(gadget + "    - name: a\n", "apply", "--server-side", "-f", "-")
                        .err())
                .contains(".spec.parts: duplicate entries for key [name=\"a\"]");
    }

    @Test
    void triesBeforeItApplies() {
        assertThat(kubectl.runWithInput(CONFIG.formatted("tried"), "apply", "--dry-run=server", "-f", "-"))
                .isEqualTo("configmap/tried created (server dry run)\n");
        assertThat(kubectl.attempt("", "get", "configmap", "tried").err())
                .isEqualTo("Error from server (NotFound): configmaps \"tried\" not found\n");
    }

    @Test
    void appliesAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.yaml"), CONFIG.formatted("rendered"));
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "resources: [config.yaml]\nnameSuffix: -x\nlabels: [{pairs: {from: kustomize}}]\n");

        assertThat(kubectl.run("apply", "-k", folder.toString())).isEqualTo("configmap/rendered-x created\n");
        assertThat(kubectl.run("get", "configmap", "-l", "from=kustomize", "-o", "name"))
                .isEqualTo("configmap/rendered-x\n");
        assertThat(kubectl.run("delete", "-k", folder.toString())).contains("configmap \"rendered-x\" deleted");
    }

    @Test
    void saysWhichKindIsNotThere() {
        String stranger = "apiVersion: networking.k8s.io/v1\nkind: Nonesuch\nmetadata: {name: x}\n";

        assertThat(kubectl.attempt(stranger, "apply", "-f", "-")).isEqualTo(new Output(1, "", """
            error: resource mapping not found for name: "x" namespace: "" from "STDIN": \
            no matches for kind "Nonesuch" in version "networking.k8s.io/v1"
            ensure CRDs are installed first
            """));
    }

    @Test
    void changesInOtherWays() {
        apply(CONFIG.formatted("changed"));

        assertThat(kubectl.run("patch", "configmap", "changed", "-p", "{\"data\":{\"a\":\"second\"}}"))
                .isEqualTo("configmap/changed patched\n");
        assertThat(kubectl.run("patch", "configmap", "changed", "--type=merge", "-p", "{\"data\":{\"a\":\"second\"}}"))
                .isEqualTo("configmap/changed patched (no change)\n");
        assertThat(kubectl.run(
                        "patch",
                        "configmap",
                        "changed",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"remove\",\"path\":\"/data/a\"}]"))
                .isEqualTo("configmap/changed patched\n");
        assertThat(kubectl.run("label", "configmap", "changed", "l=x")).isEqualTo("configmap/changed labeled\n");
        assertThat(kubectl.run("annotate", "configmap", "changed", "n=x")).isEqualTo("configmap/changed annotated\n");
        assertThat(kubectl.runWithInput(
                        kubectl.run("get", "configmap", "changed", "-o", "yaml").replace("n: x", "n: z"),
                        "replace",
                        "-f",
                        "-"))
                .isEqualTo("configmap/changed replaced\n");
        assertThat(kubectl.attempt(CONFIG.formatted("changed"), "create", "-f", "-")
                        .err())
                .isEqualTo("Error from server (AlreadyExists): error when creating \"STDIN\": configmaps \"changed\""
                        + " already exists\n");
    }

    @Test
    void deletesAndWaits() {
        apply(CONFIG.formatted("gone"));

        assertThat(kubectl.run("delete", "configmap", "gone")).startsWith("configmap \"gone\" deleted");
        assertThat(kubectl.attempt("", "delete", "configmap", "gone").err())
                .isEqualTo("Error from server (NotFound): configmaps \"gone\" not found\n");
        assertThat(kubectl.run("delete", "configmap", "gone", "--ignore-not-found"))
                .isEmpty();
        assertThat(kubectl.run("wait", "configmap/gone", "--for=delete", "--timeout=10s"))
                .isEmpty();
    }

    private String apply(String yaml) {
        return kubectl.runWithInput(yaml, "apply", "-f", "-");
    }

    private String applyOnServer(String yaml) {
        return kubectl.runWithInput(yaml, "apply", "--server-side", "-f", "-");
    }

    private String data(String name) {
        return kubectl.run("get", "configmap", name, "-o", "jsonpath={.data}");
    }

    private String version(String name) {
        return kubectl.run("get", "configmap", name, "-o", "jsonpath={.metadata.resourceVersion}");
    }
}
