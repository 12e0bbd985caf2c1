package dev.millrace.local.node.pod;

import dev.millrace.local.event.EventRecorder;
import dev.millrace.local.node.address.PodAddresses;
import dev.millrace.local.node.config.ConfigSource;
import dev.millrace.local.node.image.Images;
import dev.millrace.local.node.probe.Prober;
import dev.millrace.local.node.volume.NodeFolders;
import dev.millrace.local.node.volume.Volumes;
import java.time.Clock;

/**
 * What a pod finds on its node.
 *
 * @param identity of the node
 * @param folders of the node
 * @param images that it has
 * @param config ConfigMaps and Secrets
 * @param volumes that it makes
 * @param addresses that it gives
 * @param access to the API server
 * @param reports where statuses and events go
 * @param threads for timers and for work that blocks
 * @param clock the time
 */
public record Surroundings(
        NodeIdentity identity,
        NodeFolders folders,
        Images images,
        ConfigSource config,
        Volumes volumes,
        PodAddresses addresses,
        ServerAccess access,
        Reports reports,
        Prober.Threads threads,
        Clock clock) {

    /**
     * Where what becomes of pods is told.
     *
     * @param statuses of pods
     * @param events about them
     */
    public record Reports(StatusWriter statuses, EventRecorder events) {}
}
