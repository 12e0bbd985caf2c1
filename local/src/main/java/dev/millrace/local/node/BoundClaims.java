package dev.millrace.local.node;

import dev.millrace.local.controller.Informers;
import dev.millrace.local.node.volume.Claims;
import dev.millrace.local.node.volume.MountFailedException;
import dev.millrace.local.node.volume.NodeFolders;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders of claims that are bound. */
record BoundClaims(Informers informers, NodeFolders folders) implements Claims {
    @Override
    public Path folder(String namespace, String claim, String volume) throws MountFailedException {
        PersistentVolumeClaim found = informers.claims().getStore().getByKey(namespace + "/" + claim);
        if (found == null) {
            throw new MountFailedException(volume, "persistentvolumeclaim \"" + claim + "\" not found");
        }
        String name = found.getSpec().getVolumeName();
        PersistentVolume bound =
                name == null ? null : informers.volumes().getStore().getByKey(name);
        if (bound == null) {
            throw new MountFailedException(volume, "PVC is not bound: " + namespace + "/" + claim);
        }
        String path;
        if (bound.getSpec().getHostPath() != null) {
            path = bound.getSpec().getHostPath().getPath();
        } else if (bound.getSpec().getLocal() != null) {
            path = bound.getSpec().getLocal().getPath();
        } else {
            throw new MountFailedException(
                    volume, "volume " + name + " is of a type that this node does not have: hostPath and local only");
        }
        Path folder = folders.host(path);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new MountFailedException(volume, folder + " cannot be created: " + e.getMessage());
        }
        return folder;
    }
}
