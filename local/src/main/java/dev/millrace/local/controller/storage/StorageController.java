package dev.millrace.local.controller.storage;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.controller.KeyedQueue;
import dev.millrace.local.controller.Workbench;
import dev.millrace.local.event.Occurrence;
import dev.millrace.local.event.Source;
import dev.millrace.local.node.volume.NodeFolders;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds claims to volumes: to the one that they name or that waits for them, to one that fits, or to a new folder of this node where their storage
 * class is {@link #CLASS}.
 */
public final class StorageController {
    /** The storage class whose volumes are folders of this node; it is the default. */
    public static final String CLASS = "standard";

    static final String PROVISIONER = "local.millrace.dev/folder";
    private static final Source SOURCE = Source.of("persistentvolume-controller");
    private static final Logger LOG = LoggerFactory.getLogger(StorageController.class);
    private static final Duration RETRY = Duration.ofSeconds(15);
    private static final Duration IN_USE = Duration.ofSeconds(1);

    private final Workbench bench;
    private final NodeFolders folders;
    private final Protection protection;
    private final KeyedQueue claims;
    private final KeyedQueue volumes;

    public StorageController(Workbench bench, NodeFolders folders) {
        this.bench = bench;
        this.folders = folders;
        this.protection = new Protection(bench);
        this.claims = new KeyedQueue("claims", bench.threads(), this::bind);
        this.volumes = new KeyedQueue("volumes", bench.threads(), this::reclaim);
        bench.informers().claims().addEventHandler(Informers.onChange(this::claimChanged));
        bench.informers().volumes().addEventHandler(Informers.onChange(this::volumeChanged));
    }

    /** Begins to work: the caches are filled. */
    public void start() {
        if (bench.client().storage().v1().storageClasses().withName(CLASS).get() == null) {
            bench.client()
                    .storage()
                    .v1()
                    .storageClasses()
                    .resource(Folders.storageClass())
                    .create();
        }
        claims.open();
        volumes.open();
    }

    private void claimChanged(PersistentVolumeClaim claim) {
        claims.add(KeyedQueue.key(claim));
        if (claim.getSpec().getVolumeName() != null) {
            volumes.add(claim.getSpec().getVolumeName());
        }
    }

    private void volumeChanged(PersistentVolume volume) {
        volumes.add(volume.getMetadata().getName());
        ObjectReference claim = volume.getSpec().getClaimRef();
        if (claim != null) {
            claims.add(KeyedQueue.key(claim.getNamespace(), claim.getName()));
        } else {
            bench.informers().claims().getStore().list().stream()
                    .filter(candidate -> !isBound(candidate))
                    .forEach(candidate -> claims.add(KeyedQueue.key(candidate)));
        }
    }

    private static boolean isBound(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }

    private Optional<Duration> bind(String key) {
        PersistentVolumeClaim claim = bench.informers().claims().getStore().getByKey(key);
        if (claim == null) {
            return Optional.empty();
        }
        if (claim.getMetadata().getDeletionTimestamp() != null) {
            return protection.release(claim) ? Optional.empty() : Optional.of(IN_USE);
        }
        if (isBound(claim)) {
            return Optional.empty();
        }
        Optional<PersistentVolume> fitting = bench.informers().volumes().getStore().list().stream()
                .filter(volume -> Matches.fits(volume, claim))
                .min(Matches.best());
        if (fitting.isPresent()) {
            bind(claim, fitting.get());
            return Optional.empty();
        }
        String named = claim.getSpec().getVolumeName();
        if (named == null && CLASS.equals(storageClass(claim))) {
            PersistentVolume volume = Folders.volume(claim);
            bench.client().persistentVolumes().resource(volume).serverSideApply();
            bench.events()
                    .record(
                            claim,
                            SOURCE,
                            Occurrence.normal(
                                    "ProvisioningSucceeded",
                                    "Successfully provisioned volume "
                                            + volume.getMetadata().getName()));
            return Optional.empty();
        }
        String why = named != null
                ? "volume \"" + named + "\" not found or not free"
                : storageClass(claim).isEmpty()
                        ? "no persistent volumes available for this claim and no storage class is set"
                        : "storageclass.storage.k8s.io \"" + storageClass(claim) + "\" not found";
        bench.events().record(claim, SOURCE, Occurrence.normal("FailedBinding", why));
        return Optional.of(RETRY);
    }

    /** The class that a claim asks for; one that says nothing has the default. */
    private static String storageClass(PersistentVolumeClaim claim) {
        return claim.getSpec().getStorageClassName() == null
                ? CLASS
                : claim.getSpec().getStorageClassName();
    }

    private void bind(PersistentVolumeClaim claim, PersistentVolume volume) {
        PersistentVolume bound = new PersistentVolumeBuilder(volume)
                .editSpec()
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .endSpec()
                .build();
        if (!bound.getSpec().equals(volume.getSpec())) {
            bench.client().persistentVolumes().resource(bound).update();
        }
        var inNamespace = bench.client()
                .persistentVolumeClaims()
                .inNamespace(claim.getMetadata().getNamespace());
        PersistentVolumeClaim named = claim;
        if (claim.getSpec().getVolumeName() == null) {
            named = inNamespace
                    .resource(new PersistentVolumeClaimBuilder(claim)
                            .editSpec()
                            .withVolumeName(volume.getMetadata().getName())
                            .endSpec()
                            .build())
                    .update();
        }
        inNamespace
                .resource(new PersistentVolumeClaimBuilder(named)
                        .withNewStatus()
                        .withPhase("Bound")
                        .withAccessModes(volume.getSpec().getAccessModes())
                        .withCapacity(volume.getSpec().getCapacity())
                        .endStatus()
                        .build())
                .updateStatus();
    }

    /** Says of a volume whether it is bound; one that was made for a claim goes with it, when no pod uses it any more. */
    private Optional<Duration> reclaim(String name) {
        PersistentVolume volume = bench.informers().volumes().getStore().getByKey(name);
        if (volume == null) {
            return Optional.empty();
        }
        ObjectReference reference = volume.getSpec().getClaimRef();
        boolean deleted = volume.getMetadata().getDeletionTimestamp() != null;
        if (reference == null || reference.getUid() == null) {
            if (deleted) {
                protection.release(volume);
            } else {
                phase(volume, "Available");
            }
            return Optional.empty();
        }
        PersistentVolumeClaim claim = bench.informers()
                .claims()
                .getStore()
                .getByKey(KeyedQueue.key(reference.getNamespace(), reference.getName()));
        if (claim != null && claim.getMetadata().getUid().equals(reference.getUid())) {
            phase(volume, "Bound");
            return Optional.empty();
        }
        if (deleted) {
            protection.release(volume);
            return Optional.empty();
        }
        phase(volume, "Released");
        boolean ours = volume.getMetadata().getAnnotations() != null
                && PROVISIONER.equals(volume.getMetadata().getAnnotations().get(Folders.PROVISIONED_BY));
        if (!ours || !"Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
            return Optional.empty();
        }
        if (protection.used(reference.getNamespace(), reference.getName())) {
            return Optional.of(IN_USE);
        }
        NodeFolders.delete(folders.host(volume.getSpec().getHostPath().getPath()));
        bench.client().persistentVolumes().withName(name).delete();
        LOG.debug("volume {} is gone with its claim", name);
        return Optional.empty();
    }

    private void phase(PersistentVolume volume, String phase) {
        if (volume.getStatus() == null || !phase.equals(volume.getStatus().getPhase())) {
            bench.client()
                    .persistentVolumes()
                    .resource(new PersistentVolumeBuilder(volume)
                            .withNewStatus()
                            .withPhase(phase)
                            .endStatus()
                            .build())
                    .updateStatus();
        }
    }

    /** What a volume has at least. */
    static Quantity requested(PersistentVolumeClaim claim) {
        Quantity storage = claim.getSpec().getResources() == null
                        || claim.getSpec().getResources().getRequests() == null
                ? null
                : claim.getSpec().getResources().getRequests().get("storage");
        return storage == null ? new Quantity("0") : storage;
    }
}
