package dev.millrace.operator.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.report.Progress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient
class ProgressLogTest {
    private static final String LOG = "/api/v1/namespaces/team-a/pods/p/log?container=trainer&tailLines=50";

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withNamespace("team-a")
            .withName("p")
            .endMetadata()
            .build();

    private KubernetesMockServer server;
    private KubernetesClient client;

    @Test
    void readsTheLastProgressAmongLogLines() {
        server.expect().get().withPath(LOG).andReturn(200, """
                        progress {"percent":10,"epoch":1,"epochs":10}
                        progress {"percent":20,"epoch":2,"epochs":10,"loss":0.5}
                        WARN checkpoint took 3 s
                        """).once();

        assertThat(ProgressLog.last(client, POD)).contains(new Progress(20, 2, 10, 0.5, null, null, null));
    }

    @Test
    void aPodWithoutLogHasNoProgress() {
        server.expect()
                .get()
                .withPath(LOG)
                .andReturn(404, "pods \"p\" not found")
                .always();

        assertThat(ProgressLog.last(client, POD)).isEmpty();
    }

    @Test
    void aCutLineIsNone() {
        assertThat(ProgressLog.last(List.of("progress {\"percent\":10,\"epoch\":1,\"epochs\":10}", "progress {\"perc")))
                .isEqualTo(Optional.of(new Progress(10, 1, 10, null, null, null, null)));
    }
}
