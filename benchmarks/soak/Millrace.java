import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The operator in this process, and work for it. */
final class Millrace {
    private static final long SECONDS = 300;

    private Millrace() {}

    /** Installs the kinds, and starts the operator. */
    static void start(KubernetesClient client, Path kinds, Path folder, String kubeconfig) throws Exception {
        EmbeddedOperator.installKinds(client, kinds);
        EmbeddedOperator.start(folder, kubeconfig, "shell");
    }

    /** Data versions whose ingest is begun and deleted on the way. */
    static Churn.Turn runs(KubernetesClient client) {
        Work work = new Work(client);
        return name -> {
            Namespace namespace = work.create("runs-" + name);
            String in = namespace.getMetadata().getName();
            for (GenericKubernetesResource object : objects(in)) {
                client.resource(object).create();
            }
            client.batch().v1().jobs().inNamespace(in).withLabel("app.kubernetes.io/instance", "houses").waitUntilCondition(
                    (Job job) -> job != null, SECONDS, TimeUnit.SECONDS);
            work.remove(namespace);
        };
    }

    private static List<GenericKubernetesResource> objects(String namespace) {
        return List.of(
                object(namespace, """
                        apiVersion: v1
                        kind: PersistentVolumeClaim
                        metadata: {name: store}
                        spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
                        """),
                object(namespace, """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: houses}
                        data: {houses.csv: "price,area\\n1,2\\n"}
                        """),
                object(namespace, """
                        apiVersion: millrace.dev/v1alpha1
                        kind: DatasetVersion
                        metadata: {name: houses}
                        spec:
                          source: {configMap: {name: houses, key: houses.csv}}
                          columns: [{name: price, type: number, role: label}]
                        """),
                object(namespace, """
                        apiVersion: millrace.dev/v1alpha1
                        kind: TrainingRun
                        metadata: {name: run}
                        spec:
                          dataset: {name: houses}
                          model: {task: regression, layers: [{type: dense, units: 8}]}
                        """));
    }

    private static GenericKubernetesResource object(String namespace, String yaml) {
        GenericKubernetesResource object = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        return object;
    }
}
