package dev.millrace.operator;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.millrace.operator.child.Labels;
import dev.millrace.operator.cluster.Conflicts;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.event.Events;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A namespace of a real API server for one test, with some of our reconcilers at work in it and in no other. The test plays the rest: it
 * writes the statuses that other reconcilers or a kubelet would write.
 */
public final class ScratchNamespace implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final String CLAIM = "store";
    private static final OperatorConfiguration.Images IMAGES =
            new OperatorConfiguration.Images("registry.example/trainer:1", "registry.example/server:1");

    private final KubernetesClient client;
    private final Namespace namespace;

    private ScratchNamespace(KubernetesClient client) {
        this.client = client;
        installKinds();
        this.namespace = client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("millrace-test-")
                        .endMetadata()
                        .build())
                .create();
    }

    /** Skips the test where the cluster of {@code KUBECONFIG} does not answer, or where an installed Millrace would act as well. */
    public static ScratchNamespace open() {
        if (System.getenv("KUBECONFIG") == null) {
            abort("needs an API server: set KUBECONFIG");
        }
        skipUnlessItAnswers();
        KubernetesClient client = new KubernetesClientBuilder().build();
        if (isInstalled(client)) {
            client.close();
            abort("needs a cluster to itself: the Millrace that is installed there would act on the test's objects");
        }
        return new ScratchNamespace(client);
    }

    /** Asked once: whoever works with the server then retries, since a kind that was just defined is answered 429 for a while. */
    private static void skipUnlessItAnswers() {
        Config once = new ConfigBuilder(Config.autoConfigure(null))
                .withRequestRetryBackoffLimit(0)
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(once).build()) {
            client.getKubernetesVersion();
        } catch (KubernetesClientException e) {
            abort("needs an API server, and the one of KUBECONFIG does not answer: " + e.getMessage());
        }
    }

    private static boolean isInstalled(KubernetesClient client) {
        return client
                .apps()
                .deployments()
                .inAnyNamespace()
                .withLabel(Labels.NAME, "millrace-operator")
                .list()
                .getItems()
                .stream()
                .anyMatch(operator -> operator.getSpec().getReplicas() > 0);
    }

    public KubernetesClient client() {
        return client;
    }

    public String name() {
        return namespace.getMetadata().getName();
    }

    /** A claim that no volume is bound to: pods that mount it are made, and never run. */
    public void createStoreClaim() {
        create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(CLAIM)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteMany")
                .withStorageClassName("none")
                .withNewResources()
                .withRequests(Map.of("storage", new Quantity("1Gi")))
                .endResources()
                .endSpec()
                .build());
    }

    /** An operator process, but for the election: the reconcilers of the named packages, registered as they always are. */
    public AutoCloseable startOperator(Clock clock, String... controllers) {
        OperatorConfiguration configuration = new OperatorConfiguration(
                IMAGES,
                new OperatorConfiguration.Store(CLAIM),
                Set.of(name()),
                new ResourceRequirementsBuilder().build(),
                new ResourceRequirementsBuilder().build(),
                new ResourceRequirementsBuilder()
                        .addToLimits("memory", new Quantity("512Mi"))
                        .build(),
                new Quantity("1Gi"),
                600);
        Operator operator =
                new Operator(overrider -> overrider.withKubernetesClient(client).withCloseClientOnStop(false));
        Events events = new Events(client, "test", clock);
        Controllers.all(client, configuration, events, clock).stream()
                .filter(controller -> Set.of(controllers).contains(controller.name()))
                .forEach(controller -> controller.register(operator, configuration.namespaces()));
        operator.start();
        return operator::stop;
    }

    /** Creates an object in the namespace. */
    public <T extends HasMetadata> T create(T object) {
        object.getMetadata().setNamespace(name());
        return client.resource(object).create();
    }

    /** Changes an object as a person would. */
    public <T extends HasMetadata> T edit(Class<T> type, String object, UnaryOperator<T> change) {
        return Conflicts.retried(() ->
                client.resources(type).inNamespace(name()).withName(object).edit(change));
    }

    /** Writes a status in another controller's name. */
    public <T extends HasMetadata> T play(Class<T> type, String object, UnaryOperator<T> status) {
        return Conflicts.retried(() ->
                client.resources(type).inNamespace(name()).withName(object).editStatus(status));
    }

    /** Waits for an object to be as expected. */
    public <T extends HasMetadata> T await(Class<T> type, String object, Predicate<T> expected) {
        return client.resources(type)
                .inNamespace(name())
                .withName(object)
                .waitUntilCondition(
                        present -> present != null && expected.test(present), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for an object to be gone. */
    public void awaitGone(Class<? extends HasMetadata> type, String object) {
        client.resources(type)
                .inNamespace(name())
                .withName(object)
                .waitUntilCondition(present -> present == null, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Kinds that are there already are left alone: others may use them. */
    private void installKinds() {
        try (Stream<Path> files = Files.list(Path.of("../crds"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".millrace.dev.yaml"))
                    .toList()) {
                var definition =
                        client.apiextensions().v1().customResourceDefinitions().load(file.toFile());
                if (definition.get() == null) {
                    definition.create();
                    definition.waitUntilCondition(
                            crd -> crd != null
                                    && crd.getStatus() != null
                                    && crd.getStatus().getConditions() != null
                                    && crd.getStatus().getConditions().stream()
                                            .anyMatch(condition -> "Established".equals(condition.getType())
                                                    && "True".equals(condition.getStatus())),
                            PATIENCE_SECONDS,
                            TimeUnit.SECONDS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.resource(namespace).delete();
        client.close();
    }
}
