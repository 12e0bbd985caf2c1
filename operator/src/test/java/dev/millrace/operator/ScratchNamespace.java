package dev.millrace.operator;

import dev.millrace.operator.cluster.Conflicts;
import dev.millrace.operator.cluster.TestCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace for each test, with some of our reconcilers at work in it and in no other. The test plays the rest: it writes the statuses that
 * other reconcilers or a kubelet would write.
 */
public final class ScratchNamespace implements BeforeEachCallback, AfterEachCallback {
    private static final int PATIENCE_SECONDS = 30;
    /** A class that no cluster has: nothing binds the claim. */
    private static final String NO_CLASS = "none";

    private @Nullable TestCluster cluster;
    private @Nullable Namespace namespace;
    private @Nullable OperatorUnderTest operator;

    @Override
    public void beforeEach(ExtensionContext test) {
        cluster = TestCluster.of(test);
        namespace = client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("millrace-test-")
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        stopOperator();
        if (namespace != null) {
            client().resource(namespace).delete();
        }
    }

    public KubernetesClient client() {
        return cluster().client();
    }

    /** For a process that closes its client at its end. */
    KubernetesClient newClient() {
        return cluster().newClient();
    }

    private TestCluster cluster() {
        return Objects.requireNonNull(cluster);
    }

    public String name() {
        return Objects.requireNonNull(namespace).getMetadata().getName();
    }

    /**
     * From now on these reconcilers work.
     *
     * @param controllers the reconcilers' packages; none: all of them
     */
    public void startOperator(String... controllers) {
        operator = OperatorUnderTest.start(client(), name(), Set.of(controllers));
    }

    /** Ends the reconcilers as the end of their process does. */
    public void stopOperator() {
        if (operator != null) {
            operator.close();
            operator = null;
        }
    }

    /** A claim for the store that no volume is bound to: pods that mount it are made, and no node takes them. */
    public void createStoreClaim() {
        createStoreClaim(NO_CLASS);
    }

    /** A claim for the store that a volume is bound to: the node takes pods that mount it. */
    public void createBoundStoreClaim() {
        createStoreClaim(null);
        await(PersistentVolumeClaim.class, OperatorUnderTest.STORE, claim -> "Bound"
                .equals(claim.getStatus().getPhase()));
    }

    private void createStoreClaim(@Nullable String storageClass) {
        create(new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(OperatorUnderTest.STORE)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", Quantity.parse("1Gi"))
                .endResources()
                .endSpec()
                .build());
    }

    public void createConfigMap(String object, String key, String text) {
        create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName(object)
                .endMetadata()
                .addToData(key, text)
                .build());
    }

    /** Creates an object in the namespace. */
    public <T extends HasMetadata> T create(T object) {
        object.getMetadata().setNamespace(name());
        return client().resource(object).create();
    }

    /** Creates an object of YAML in the namespace. */
    public <T extends HasMetadata> T create(Class<T> type, String yaml) {
        return create(Serialization.unmarshal(yaml, type));
    }

    /** Changes an object as a person would. */
    public <T extends HasMetadata> T edit(Class<T> type, String object, UnaryOperator<T> change) {
        return Conflicts.retried(() -> named(type, object).edit(change));
    }

    /** Writes a status in another controller's name. */
    public <T extends HasMetadata> T play(Class<T> type, String object, UnaryOperator<T> status) {
        return Conflicts.retried(() -> named(type, object).editStatus(status));
    }

    public void delete(Class<? extends HasMetadata> type, String object) {
        named(type, object).delete();
    }

    public <T extends HasMetadata> List<T> list(Class<T> type) {
        return client().resources(type).inNamespace(name()).list().getItems();
    }

    public List<String> names(Class<? extends HasMetadata> type) {
        return list(type).stream().map(object -> object.getMetadata().getName()).toList();
    }

    /** Waits for an object to be there. */
    public <T extends HasMetadata> T await(Class<T> type, String object) {
        return await(type, object, present -> true);
    }

    /** Waits for an object to be as expected. */
    public <T extends HasMetadata> T await(Class<T> type, String object, Predicate<T> expected) {
        return named(type, object)
                .waitUntilCondition(
                        present -> present != null && expected.test(present), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for another object to stand in the place of one. */
    public <T extends HasMetadata> T awaitAnother(T object, Class<T> type) {
        return await(type, object.getMetadata().getName(), present -> !present.getMetadata()
                .getUid()
                .equals(object.getMetadata().getUid()));
    }

    /** Waits for an object to be gone. */
    public void awaitGone(Class<? extends HasMetadata> type, String object) {
        named(type, object).waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private <T extends HasMetadata> Resource<T> named(Class<T> type, String object) {
        return client().resources(type).inNamespace(name()).withName(object);
    }
}
