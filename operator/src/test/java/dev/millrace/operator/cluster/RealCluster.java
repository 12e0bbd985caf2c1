package dev.millrace.operator.cluster;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The cluster of {@code KUBECONFIG}, with our CRDs and a namespace of its own for each test.
 *
 * <p>Without {@code KUBECONFIG} the tests are skipped and say so; a cluster that is named and does not answer is an error.
 */
public final class RealCluster implements ExecutionCondition, BeforeEachCallback, AfterEachCallback {
    public static final String STORE = "millrace-store";

    private KubernetesClient client;
    private String namespace = "";
    private final List<String> volumes = new ArrayList<>();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return System.getenv("KUBECONFIG") == null
                ? ConditionEvaluationResult.disabled("KUBECONFIG is not set: tests on a real API server are skipped")
                : ConditionEvaluationResult.enabled("KUBECONFIG is set");
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        client = new KubernetesClientBuilder().build();
        namespace = "operator-it-" + UUID.randomUUID().toString().substring(0, 8);
        installDefinitions();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client.namespaces().withName(namespace).delete();
        volumes.forEach(volume -> client.persistentVolumes().withName(volume).delete());
        client.close();
    }

    private void installDefinitions() throws IOException {
        Path folder = Path.of("..", "crds");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.yaml")) {
            for (Path file : files) {
                CustomResourceDefinition definition = client.getKubernetesSerialization()
                        .unmarshal(Files.readString(file), CustomResourceDefinition.class);
                client.resource(definition)
                        .fieldManager("millrace-tests")
                        .forceConflicts()
                        .serverSideApply();
                client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(definition.getMetadata().getName())
                        .waitUntilCondition(RealCluster::established, 30, TimeUnit.SECONDS);
            }
        } catch (KubernetesClientException e) {
            throw new UncheckedIOException(
                    "the cluster of KUBECONFIG takes no CRDs: " + e.getMessage(), new IOException(e));
        }
    }

    private static boolean established(CustomResourceDefinition definition) {
        return definition != null
                && definition.getStatus() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    public KubernetesClient client() {
        return client;
    }

    public String namespace() {
        return namespace;
    }

    /** A claim that no volume is bound to: pods that mount it stay where they are, and a test plays their kubelet. */
    public void createUnboundStore() {
        client.resource(claim("").build()).create();
    }

    /** A claim with a volume on the node: pods that mount it are scheduled as far as the rest allows. */
    public void createBoundStore() {
        String volume = namespace + "-store";
        volumes.add(volume);
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName(volume)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .addToCapacity("storage", Quantity.parse("1Gi"))
                        .withNewHostPath()
                        .withPath("/tmp/" + volume)
                        .withType("DirectoryOrCreate")
                        .endHostPath()
                        .endSpec()
                        .build())
                .create();
        client.resource(claim(volume).build()).create();
    }

    private PersistentVolumeClaimBuilder claim(String volume) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(STORE)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("")
                .withVolumeName(volume.isEmpty() ? null : volume)
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", Quantity.parse("1Gi"))
                .endResources()
                .endSpec();
    }

    /** A ConfigMap with one key. */
    public void createConfigMap(String name, String key, String text) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .addToData(key, text)
                        .build())
                .create();
    }
}
