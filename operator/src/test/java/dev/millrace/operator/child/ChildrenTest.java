package dev.millrace.operator.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.operator.ScratchNamespace;
import dev.millrace.operator.child.Outcome.NameTaken;
import dev.millrace.operator.child.Outcome.Present;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is written, and what is left alone, whatever the cache says. */
class ChildrenTest {
    private static final Map<String, String> TWO_FIELDS = Map.of("rows", "1", "columns", "2");
    private static final Map<String, String> ONE_FIELD = Map.of("rows", "3");

    @RegisterExtension
    private final ScratchNamespace cluster = new ScratchNamespace();

    private Children children;
    private ConfigMap owner;

    @BeforeEach
    void start() {
        children = new Children(cluster.client(), "children");
        owner = cluster.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("owner")
                .endMetadata()
                .build());
    }

    @Test
    void aFieldThatIsNoLongerWantedGoes() {
        children.apply(child(TWO_FIELDS), null);

        children.apply(child(ONE_FIELD), present());

        assertThat(present().getData()).isEqualTo(ONE_FIELD);
        assertThat(managers()).containsExactly("children Apply");
    }

    @Test
    void fieldsOfOthersStay() {
        children.apply(child(ONE_FIELD), null);
        cluster.edit(ConfigMap.class, "child", child -> new ConfigMapBuilder(child)
                .addToData("note", "mine")
                .build());

        children.apply(child(ONE_FIELD), present());

        assertThat(present().getData()).containsOnlyKeys("rows", "note");
    }

    @Test
    void whatIsAsItShouldBeIsNotWritten() {
        children.apply(child(TWO_FIELDS), null);
        String version = present().getMetadata().getResourceVersion();

        children.apply(child(TWO_FIELDS), present());

        assertThat(present().getMetadata().getResourceVersion()).isEqualTo(version);
    }

    @Test
    void looksAgainAtAChildThatAnotherControllerHasWrittenTo() {
        children.create(child(TWO_FIELDS));
        ConfigMap stale = present();
        cluster.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("child")
                        .withNamespace(cluster.name())
                        .addToLabels("seen", "yes")
                        .endMetadata()
                        .build())
                .fieldManager("another")
                .serverSideApply();

        Outcome<ConfigMap> outcome = children.apply(child(ONE_FIELD), stale);

        assertThat(outcome).isEqualTo(new Present<>(present()));
        assertThat(present().getData()).isEqualTo(ONE_FIELD);
        assertThat(present().getMetadata().getLabels()).containsEntry("seen", "yes");
    }

    @Test
    void aChildThatIsGoneIsNotBroughtBackByAnOldLookAtIt() {
        children.apply(child(TWO_FIELDS), null);
        ConfigMap stale = present();
        cluster.delete(ConfigMap.class, "child");

        assertThatThrownBy(() -> children.apply(child(ONE_FIELD), stale))
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> assertThat(refused.getCode())
                        .isEqualTo(409));

        assertThat(cluster.names(ConfigMap.class)).doesNotContain("child");
    }

    @Test
    void leavesAChildOfOursThatIsThereAlready() {
        children.create(child(TWO_FIELDS));

        Outcome<ConfigMap> outcome = children.create(child(ONE_FIELD));

        assertThat(outcome).isEqualTo(new Present<>(present()));
        assertThat(present().getData()).isEqualTo(TWO_FIELDS);
    }

    @Test
    void neverTouchesAnothersObject() {
        ConfigMap others = cluster.create(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("child")
                .endMetadata()
                .withData(TWO_FIELDS)
                .build());

        assertThat(List.of(
                        children.create(child(ONE_FIELD)),
                        children.apply(child(ONE_FIELD), null),
                        children.apply(child(ONE_FIELD), others)))
                .containsOnly(new NameTaken<>("ConfigMap", "child"));
        assertThat(present()).isEqualTo(others);
    }

    private ConfigMap present() {
        return cluster.await(ConfigMap.class, "child");
    }

    private List<String> managers() {
        return present().getMetadata().getManagedFields().stream()
                .map((ManagedFieldsEntry entry) -> entry.getManager() + " " + entry.getOperation())
                .toList();
    }

    private ConfigMap child(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("child")
                .withNamespace(cluster.name())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("ConfigMap")
                        .withName("owner")
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .build())
                .endMetadata()
                .withData(data)
                .build();
    }
}
