package dev.millrace.local.controller;

import dev.millrace.local.controller.deployment.DeploymentController;
import dev.millrace.local.controller.disruption.DisruptionController;
import dev.millrace.local.controller.endpoint.EndpointController;
import dev.millrace.local.controller.job.JobController;
import dev.millrace.local.controller.replica.ReplicaSetController;
import dev.millrace.local.controller.schedule.Scheduler;
import dev.millrace.local.controller.storage.StorageController;
import dev.millrace.local.node.volume.NodeFolders;
import java.util.List;

/** All controllers of the embedded cluster, and its scheduler. */
public final class Controllers {
    private final List<Runnable> starts;

    /** They listen; none works before {@link #start}. */
    public Controllers(Workbench bench, NodeFolders folders) {
        StorageController storage = new StorageController(bench, folders);
        JobController jobs = new JobController(bench);
        ReplicaSetController replicaSets = new ReplicaSetController(bench);
        DeploymentController deployments = new DeploymentController(bench);
        DisruptionController disruptions = new DisruptionController(bench);
        EndpointController endpoints = new EndpointController(bench);
        Scheduler scheduler = new Scheduler(bench);
        this.starts = List.of(
                storage::start,
                jobs::start,
                replicaSets::start,
                deployments::start,
                disruptions::start,
                endpoints::start,
                scheduler::start);
    }

    /** They work. The caches are filled. */
    public void start() {
        starts.forEach(Runnable::run);
    }
}
