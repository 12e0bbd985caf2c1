package dev.millrace.operator.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.operator.child.Outcome.Present;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent, in which order, to an API server that answers as written. */
class ChildrenTest {
    private static final String PATH = "/api/v1/namespaces/team-a/services/houses";
    private static final String APPLY = PATH + "?fieldManager=children&force=true";

    private final KubernetesMockServer server = new KubernetesMockServer(false);
    private KubernetesClient client;
    private Children children;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient();
        children = new Children(client, "children");
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    @Test
    void looksAgainAtAChildThatAnotherControllerHasWrittenTo() throws InterruptedException {
        server.expect().patch().withPath(PATH).andReturn(422, refusal()).once();
        server.expect()
                .get()
                .withPath(PATH)
                .andReturn(200, service("6", "fabric8-kubernetes-client", "Update"))
                .once();
        server.expect()
                .patch()
                .withPath(PATH)
                .andReturn(200, service("7", "children", "Apply"))
                .once();
        server.expect()
                .patch()
                .withPath(APPLY)
                .andReturn(200, service("7", "children", "Apply"))
                .once();

        Outcome<Service> outcome = children.apply(desired(), service("5", "fabric8-kubernetes-client", "Update"));

        assertThat(outcome).isInstanceOf(Present.class);
        assertThat(server.takeRequest().getUtf8Body()).contains("\"value\": \"5\"");
        assertThat(server.takeRequest().getMethod()).isEqualTo("GET");
        assertThat(server.takeRequest().getUtf8Body())
                .contains("\"value\": \"6\"")
                .contains("\"value\": \"Apply\"");
        assertThat(server.takeRequest().getUtf8Body()).contains("\"uid\":\"child\"");
    }

    @Test
    void claimsFieldsOnceOnly() {
        server.expect()
                .patch()
                .withPath(APPLY)
                .andReturn(200, service("7", "children", "Apply"))
                .once();

        children.apply(desired(), service("7", "children", "Apply"));

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void neverTouchesAnothersObject() {
        Service others = service("5", "kubectl", "Update");
        others.getMetadata().getOwnerReferences().get(0).setUid("another");

        Outcome<Service> outcome = children.apply(desired(), others);

        assertThat(outcome).isEqualTo(new Outcome.NameTaken<Service>("Service", "houses"));
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void leavesAChildOfOursThatIsThereAlready() {
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/team-a/services")
                .andReturn(409, refusal())
                .always();
        server.expect()
                .get()
                .withPath(PATH)
                .andReturn(200, service("5", "children", "Apply"))
                .once();

        Outcome<Service> outcome = children.create(desired());

        assertThat(outcome).isEqualTo(new Present<>(service("5", "children", "Apply")));
    }

    private static Status refusal() {
        return new StatusBuilder()
                .withStatus("Failure")
                .withMessage("the server rejected our request due to an error in our request")
                .build();
    }

    private static Service desired() {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("houses")
                .withNamespace("team-a")
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withKind("ModelDeployment")
                        .withName("houses")
                        .withUid("owner")
                        .withController(true)
                        .build())
                .endMetadata()
                .build();
    }

    private static Service service(String version, String manager, String operation) {
        return new ServiceBuilder(desired())
                .editMetadata()
                .withUid("child")
                .withResourceVersion(version)
                .withManagedFields(new ManagedFieldsEntryBuilder()
                        .withManager(manager)
                        .withOperation(operation)
                        .build())
                .endMetadata()
                .build();
    }
}
