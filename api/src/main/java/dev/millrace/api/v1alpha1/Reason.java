package dev.millrace.api.v1alpha1;

/** Why a condition is as it is, and what an Event is about. The wire names are part of the API: they never change. */
public enum Reason {
    // Any kind
    /** The spec contradicts itself or what it refers to. */
    INVALID_SPEC("InvalidSpec"),
    /** The namespace has no claim of the configured name, or no bucket is where its store should be. */
    STORE_MISSING("StoreMissing"),
    /** The store lacks a blob or has another in its place. */
    STORE_CORRUPTED("StoreCorrupted"),
    /** An object of that name is not ours. */
    NAME_TAKEN("NameTaken"),
    SUSPENDED("Suspended"),
    /** A person or program set suspend to false again. */
    RESUMED("Resumed"),
    /** Kubernetes refused an object that Millrace made, such as by a quota or a policy. */
    REFUSED("Refused"),
    /** An error of Millrace. */
    INTERNAL_ERROR("InternalError"),
    /** The namespace's store was freed of what nothing live reaches. */
    COLLECTED("Collected"),
    COLLECTION_FAILED("CollectionFailed"),

    // Pods
    /** The pod is about to run. */
    STARTING("Starting"),
    UNSCHEDULABLE("Unschedulable"),
    IMAGE_PULL_FAILED("ImagePullFailed"),
    OUT_OF_MEMORY("OutOfMemory"),
    EVICTED("Evicted"),
    /** A Secret, or a key of it, that the pod needs is missing. */
    SECRET_NOT_FOUND("SecretNotFound"),
    /** The node cannot mount one of the pod's volumes. */
    MOUNT_FAILED("MountFailed"),
    CONTAINER_NOT_CREATED("ContainerNotCreated"),
    POD_FAILED("PodFailed"),
    /** A failure that may pass is tried again. */
    RETRYING("Retrying"),
    RETRIES_EXHAUSTED("RetriesExhausted"),

    // Steps, as they report
    BAD_INPUT("BadInput"),
    /** Input or output failed in a way that may pass. */
    TRANSIENT("Transient"),
    SUCCEEDED("Succeeded"),
    /** The same step was found in the store. */
    CACHED("Cached"),

    // DatasetVersion
    SOURCE_NOT_FOUND("SourceNotFound"),
    PARENT_NOT_FOUND("ParentNotFound"),
    PARENT_NOT_READY("ParentNotReady"),
    INGESTING("Ingesting"),
    INGESTED("Ingested"),
    TESTS_PASSED("TestsPassed"),
    TESTS_FAILED("TestsFailed"),
    TESTS_WARNED("TestsWarned"),
    NO_TESTS("NoTests"),
    /** The version was deleted while others referred to it. */
    DELETED_IN_USE("DeletedInUse"),

    // TrainingRun
    DATASET_NOT_FOUND("DatasetNotFound"),
    DATASET_NOT_READY("DatasetNotReady"),
    /** The data version failed or is stalled: it will never be Ready. */
    DATASET_FAILED("DatasetFailed"),
    /** The data version of that name has another digest. */
    DATASET_CHANGED("DatasetChanged"),
    TRAINING("Training"),
    TRAINED("Trained"),
    TRAINING_DIVERGED("TrainingDiverged"),
    PARITY_FAILED("ParityFailed"),
    GATES_PASSED("GatesPassed"),
    GATES_FAILED("GatesFailed"),
    NO_GATES("NoGates"),

    // ModelDeployment
    TRAINING_RUN_NOT_FOUND("TrainingRunNotFound"),
    TRAINING_RUN_NOT_FINISHED("TrainingRunNotFinished"),
    TRAINING_RUN_FAILED("TrainingRunFailed"),
    TRAINING_RUN_REJECTED("TrainingRunRejected"),
    PIPELINE_NOT_FOUND("PipelineNotFound"),
    NOTHING_PROMOTED("NothingPromoted"),
    ROLLING_OUT("RollingOut"),
    SERVING("Serving"),
    SCALED_TO_ZERO("ScaledToZero"),
    /** Fewer pods answer than should. */
    DEGRADED("Degraded"),
    UNAVAILABLE("Unavailable"),

    // Pipeline
    EXECUTION_STARTED("ExecutionStarted"),
    EXECUTION_RUNNING("ExecutionRunning"),
    EXECUTION_SUCCEEDED("ExecutionSucceeded"),
    EXECUTION_FAILED("ExecutionFailed"),
    PROMOTED("Promoted"),
    DEPLOYMENT_NOT_READY("DeploymentNotReady");

    private final String wireName;

    Reason(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands in a condition or an Event. */
    public String wireName() {
        return wireName;
    }
}
