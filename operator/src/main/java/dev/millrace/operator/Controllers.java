package dev.millrace.operator;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.dataset.DatasetReconciler;
import dev.millrace.operator.deployment.DeploymentReconciler;
import dev.millrace.operator.event.Events;
import dev.millrace.operator.pipeline.PipelineReconciler;
import dev.millrace.operator.training.TrainingReconciler;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.Cloner;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The reconcilers of the four kinds, registered all with the same manners. */
final class Controllers {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(2);
    /** A version that a thousand runs begin to train on is woken by each of them. */
    private static final int RECONCILES_A_SECOND = 5;
    /** Every resource is looked at this often, whatever events were missed. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    /** How long a stop waits for reconciles that are under way. */
    private static final Duration TERMINATION = Duration.ofSeconds(15);

    private Controllers() {}

    /** What all of them share of an operator's configuration. */
    static ConfigurationServiceOverrider manners(ConfigurationServiceOverrider overrider, KubernetesClient client) {
        return overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new Unchanged())
                .withReconciliationTerminationTimeout(TERMINATION);
    }

    /** All of them. Each is made with the same four things, of which it takes what it needs. */
    static List<Controller<?>> all(
            KubernetesClient client, OperatorConfiguration configuration, Events events, Clock clock) {
        // Each event of a kind that the client does not know is read twice.
        Stream.of(DatasetVersion.class, TrainingRun.class, ModelDeployment.class, Pipeline.class)
                .forEach(client.getKubernetesSerialization()::registerKubernetesResource);
        return List.of(
                new Controller<>("dataset", new DatasetReconciler(client, configuration, events, clock)),
                new Controller<>("training", new TrainingReconciler(client, configuration, events, clock)),
                new Controller<>("deployment", new DeploymentReconciler(client, configuration, events, clock)),
                new Controller<>("pipeline", new PipelineReconciler(client, events, clock)));
    }

    /**
     * A kind's reconciler.
     *
     * @param name the kind's package; the field manager of its statuses is {@code millrace-} and this
     */
    record Controller<R extends HasMetadata>(String name, Reconciler<R> reconciler) {
        /** @param namespaces that are watched; empty: all */
        void register(Operator operator, Set<String> namespaces) {
            operator.register(reconciler, (ControllerConfigurationOverrider<R> controller) -> {
                controller
                        .withName(name)
                        .withFieldManager("millrace-" + name)
                        .withReconciliationMaxInterval(LONGEST_SILENCE)
                        .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(1), RECONCILES_A_SECOND))
                        .withRetry(new GenericRetry()
                                .withoutMaxAttempts()
                                .setInitialInterval(FIRST_RETRY)
                                .setIntervalMultiplier(2)
                                .setMaxInterval(LAST_RETRY.toMillis()));
                if (namespaces.isEmpty()) {
                    controller.watchingAllNamespaces();
                } else {
                    controller.settingNamespaces(namespaces);
                }
            });
        }
    }

    /** Reconcilers change nothing of what they are given: without this, each reconcile would begin with writing and reading its resource as JSON. */
    private static final class Unchanged implements Cloner {
        @Override
        public <R extends HasMetadata> R clone(R resource) {
            return resource;
        }
    }
}
