package dev.millrace.api.installation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kustomize and the chart install the same objects. Needs kubectl and Helm, and no cluster. */
class RenderingTest {
    private static final String[] KUSTOMIZE = {"kubectl", "kustomize", "config/default"};
    /** A Helm that was built from source takes itself for one of Kubernetes 1.20. */
    private static final List<String> HELM = List.of(
            "helm",
            "template",
            "millrace",
            "helm/millrace",
            "--namespace",
            "millrace-system",
            "--kube-version",
            "1.31.0");

    private static final String OPERATOR = "Deployment millrace-system/millrace-operator";

    @Test
    void kustomizeAndHelmRenderTheSame() {
        Map<String, JsonNode> kustomize = RenderedObjects.of(KUSTOMIZE);
        Map<String, JsonNode> helm = helm("crds.keep=false");

        // Helm makes its release's namespace itself.
        assertThat(kustomize.remove("Namespace /millrace-system")).isNotNull();
        assertThat(helm.keySet()).isEqualTo(kustomize.keySet()).hasSizeGreaterThan(10);
        kustomize.forEach((name, object) -> assertThat(helm.get(name)).as(name).isEqualTo(object));
    }

    @Test
    void helmKeepsTheCrdsUnlessToldOtherwise() {
        assertThat(helm().values().stream()
                        .filter(object -> object.at("/kind").asText().equals("CustomResourceDefinition"))
                        .map(object -> object.at("/metadata/annotations")
                                .path("helm.sh/resource-policy")
                                .asText()))
                .hasSize(4)
                .containsOnly("keep");
        assertThat(helm("crds.install=false").keySet()).noneMatch(name -> name.startsWith("CustomResourceDefinition"));
    }

    @Test
    void helmGivesRightsOnlyInTheNamespacesThatAreWatched() {
        Map<String, JsonNode> objects = helm("namespaces={team-a,team-b}");

        assertThat(objects).doesNotContainKey("ClusterRoleBinding /millrace-operator");
        assertThat(objects)
                .containsKeys("RoleBinding team-a/millrace-operator", "RoleBinding team-b/millrace-operator");
        assertThat(environment(objects.get(OPERATOR))).containsEntry("MILLRACE_NAMESPACES", "team-a,team-b");
    }

    @Test
    void helmTellsTheOperatorWhatItIsConfiguredWith() {
        Map<String, JsonNode> objects = helm(
                "training.requests.cpu=2,training.limits.memory=8Gi,training.limits.nvidia\\.com/gpu=1",
                "scratchSize=50Gi",
                "jobTtlSeconds=600",
                "collection.interval=1h,collection.grace=72h",
                "storeClaim=models",
                "stores[0].uri=s3://models/x,stores[0].secretName=s3,stores[0].namespaces={team-a}",
                "images.server=registry.example/server@sha256:abc",
                "networkPolicy.enabled=false",
                "sourceNetworks.allow={10.20.0.0/16,fd12:3456::/32},sourceNetworks.refuse={203.0.113.7/32}",
                "priorityClassName=high");

        assertThat(environment(objects.get(OPERATOR)))
                .containsEntry("MILLRACE_TRAINING_REQUESTS", "cpu=2")
                .containsEntry("MILLRACE_TRAINING_LIMITS", "memory=8Gi,nvidia.com/gpu=1")
                .containsEntry("MILLRACE_SCRATCH_SIZE", "50Gi")
                .containsEntry("MILLRACE_JOB_TTL", "600")
                .containsEntry("MILLRACE_COLLECTION_INTERVAL", "1h")
                .containsEntry("MILLRACE_COLLECTION_GRACE", "72h")
                .containsEntry("MILLRACE_STORE_CLAIM", "models")
                .containsEntry("MILLRACE_ALLOW_SOURCE_NETWORKS", "10.20.0.0/16,fd12:3456::/32")
                .containsEntry("MILLRACE_REFUSE_SOURCE_NETWORKS", "203.0.113.7/32")
                .containsEntry(
                        "MILLRACE_STORES",
                        "[{\"namespaces\":[\"team-a\"],\"secretName\":\"s3\",\"uri\":\"s3://models/x\"}]")
                .containsEntry("MILLRACE_SERVER_IMAGE", "registry.example/server@sha256:abc")
                .doesNotContainKey("MILLRACE_INGEST_LIMITS");
        assertThat(objects.get(OPERATOR)
                        .at("/spec/template/spec/priorityClassName")
                        .asText())
                .isEqualTo("high");
        assertThat(objects).doesNotContainKey("NetworkPolicy millrace-system/millrace-operator");
    }

    @ParameterizedTest
    @CsvSource({
        "image=x, additional properties 'image' not allowed",
        "replicas=-1, minimum: got -1",
        "storeClaim=Not A Name, does not match pattern",
        "jobTtlSeconds=1, minimum: got 1",
        "collection.grace=1d, does not match pattern",
        "sourceNetworks.allow={inside}, does not match pattern",
    })
    void helmRefusesValuesThatItDoesNotKnow(String value, String message) {
        RenderedObjects.Result result = RenderedObjects.run(
                Stream.concat(HELM.stream(), Stream.of("--set", value)).toArray(String[]::new));

        assertThat(result.code()).isNotZero();
        assertThat(result.errors()).contains(message);
    }

    @Test
    void renderReplacesEveryImage() {
        String rendered = RenderedObjects.run("config/render", "registry.example/m", "1.2.3")
                .output();

        assertThat(rendered.lines()
                        .filter(line -> line.contains("registry.example"))
                        .map(String::strip))
                .containsExactly(
                        "value: registry.example/m/trainer:1.2.3",
                        "value: registry.example/m/server:1.2.3",
                        "image: registry.example/m/operator:1.2.3");
        assertThat(rendered).doesNotContain(": millrace/");
    }

    @Test
    void noRoleHasAWildcardOrReadsSecrets() {
        var words = new TreeSet<String>();
        RenderedObjects.of(KUSTOMIZE).values().stream()
                .filter(object -> object.at("/kind").asText().endsWith("Role"))
                .flatMap(role -> role.at("/rules").valueStream())
                .flatMap(rule -> Stream.of("apiGroups", "resources", "verbs").map(rule::path))
                .flatMap(JsonNode::valueStream)
                .forEach(word -> words.add(word.asText()));

        assertThat(words).contains("jobs", "get").doesNotContain("*", "secrets", "escalate", "bind", "impersonate");
    }

    private static Map<String, JsonNode> helm(String... values) {
        Stream<String> command =
                Stream.concat(HELM.stream(), Stream.of(values).flatMap(value -> Stream.of("--set", value)));
        return RenderedObjects.of(command.toArray(String[]::new));
    }

    private static Map<String, String> environment(JsonNode deployment) {
        return deployment
                .at("/spec/template/spec/containers/0/env")
                .valueStream()
                .map(ObjectNode.class::cast)
                .collect(Collectors.toMap(entry -> entry.path("name").asText(), entry -> entry.path("value")
                        .asText()));
    }
}
