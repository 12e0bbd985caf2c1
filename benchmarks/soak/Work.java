import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Objects and pods that come and go, each turn in a namespace of its own. */
final class Work {
    private static final long SECONDS = 300;

    private final KubernetesClient client;

    Work(KubernetesClient client) {
        this.client = client;
    }

    /** Creates, applies and deletes; the rest goes with the namespace. */
    void objects(String name) {
        Namespace namespace = create("objects-" + name);
        String in = namespace.getMetadata().getName();
        for (int i = 0; i < 20; i++) {
            String map = "map-" + i;
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace(in)
                            .withName(map)
                            .endMetadata()
                            .addToData("turn", name)
                            .build())
                    .serverSideApply();
            client.configMaps().inNamespace(in).withName(map).edit(present -> new ConfigMapBuilder(present)
                    .addToData("edited", "x".repeat(1000))
                    .build());
            if (i % 2 == 0) {
                client.configMaps().inNamespace(in).withName(map).delete();
            }
        }
        remove(namespace);
    }

    /** A Job whose pod writes to its log and ends; somebody follows the log. */
    void job(String name) throws Exception {
        Namespace namespace = create("job-" + name);
        String in = namespace.getMetadata().getName();
        client.resource(Serialization.unmarshal("""
                        apiVersion: batch/v1
                        kind: Job
                        metadata: {name: talk, namespace: %s}
                        spec:
                          backoffLimit: 0
                          template:
                            spec:
                              restartPolicy: Never
                              containers:
                              - {name: main, image: shell, command: [sh, -c, "for i in 1 2 3; do echo line $i; done; exit 0"]}
                        """.formatted(in), Job.class)).create();
        Pod pod = client.pods().inNamespace(in).withLabel("job-name", "talk").waitUntilCondition(
                present -> present != null && !"Pending".equals(present.getStatus().getPhase()), SECONDS, TimeUnit.SECONDS);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (LogWatch log = client.pods().inNamespace(in).withName(pod.getMetadata().getName()).watchLog(lines)) {
            client.batch().v1().jobs().inNamespace(in).withName("talk").waitUntilCondition(
                    job -> job.getStatus() != null && Integer.valueOf(1).equals(job.getStatus().getSucceeded()), SECONDS, TimeUnit.SECONDS);
        }
        remove(namespace);
    }

    /** A Deployment that is scaled up and down, and deleted while its pods run. */
    void deployment(String name) {
        Namespace namespace = create("deployment-" + name);
        String in = namespace.getMetadata().getName();
        client.resource(Serialization.unmarshal("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: wait, namespace: %s}
                        spec:
                          replicas: 1
                          selector: {matchLabels: {app: wait}}
                          template:
                            metadata: {labels: {app: wait}}
                            spec:
                              terminationGracePeriodSeconds: 1
                              containers:
                              - {name: main, image: shell, command: [sleep, "600"]}
                        """.formatted(in), Deployment.class)).create();
        for (int replicas : List.of(1, 2, 1)) {
            client.apps().deployments().inNamespace(in).withName("wait").scale(replicas);
            client.apps().deployments().inNamespace(in).withName("wait").waitUntilCondition(
                    present -> Integer.valueOf(replicas).equals(present.getStatus().getAvailableReplicas()), SECONDS, TimeUnit.SECONDS);
        }
        remove(namespace);
    }

    Namespace create(String name) {
        return client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    void remove(Namespace namespace) {
        client.resource(namespace).delete();
        client.namespaces()
                .withName(namespace.getMetadata().getName())
                .waitUntilCondition(Objects::isNull, SECONDS, TimeUnit.SECONDS);
    }
}
