package dev.millrace.local.controller.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.Cluster;
import dev.millrace.local.ServerClient;
import dev.millrace.local.apiserver.ApiServer;
import dev.millrace.local.apiserver.Options;
import dev.millrace.local.guest.GuestImages;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where volumes lie on this machine, and what goes with them. */
@Timeout(60)
class StorageControllerTest {
    private static final Map<String, Quantity> SIZE = Map.of("storage", new Quantity("1Mi"));
    private static final int SECONDS = 30;

    @TempDir
    Path folder;

    private Cluster cluster;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        ApiServer server = ApiServer.start(Options.inMemory());
        cluster = Cluster.start(server, new Cluster.Settings(folder.resolve("state"), new GuestImages(), 0));
        client = ServerClient.of(server.address(), "default");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        cluster.close();
    }

    /** The folder of a cluster may be moved, or copied. */
    @Test
    void aVolumeThatIsMadeNamesNoPlaceOfThisMachine() {
        var claim = client.persistentVolumeClaims()
                .resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName("store")
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .withRequests(SIZE)
                        .endResources()
                        .endSpec()
                        .build());
        claim.create();

        String volume = claim.waitUntilCondition(
                        bound -> bound != null && bound.getSpec().getVolumeName() != null, SECONDS, TimeUnit.SECONDS)
                .getSpec()
                .getVolumeName();

        PersistentVolume made = client.persistentVolumes().withName(volume).get();
        assertThat(made.getSpec().getHostPath().getPath()).isEqualTo("/volumes/" + volume);
    }

    @Test
    void whatLiesOutsideOfTheClusterNeverGoesWithAVolume() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path precious = Files.writeString(outside.resolve("precious"), "kept");
        var volume = client.persistentVolumes()
                .resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("copied")
                        .withAnnotations(Map.of(Folders.PROVISIONED_BY, StorageController.PROVISIONER))
                        .endMetadata()
                        .withNewSpec()
                        .withCapacity(SIZE)
                        .withAccessModes("ReadWriteOnce")
                        .withPersistentVolumeReclaimPolicy("Delete")
                        .withStorageClassName(StorageController.CLASS)
                        .withNewClaimRef()
                        .withNamespace("default")
                        .withName("gone")
                        .withUid("0")
                        .endClaimRef()
                        .withNewHostPath()
                        .withPath(outside.toString())
                        .endHostPath()
                        .endSpec()
                        .build());
        volume.create();

        volume.waitUntilCondition(Objects::isNull, SECONDS, TimeUnit.SECONDS);

        assertThat(precious).hasContent("kept");
    }
}
