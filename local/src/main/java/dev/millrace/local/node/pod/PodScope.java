package dev.millrace.local.node.pod;

import dev.millrace.local.event.Occurrence;
import dev.millrace.local.node.address.PodAddress;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/** What a container's run needs of its pod. All its methods are for the pod's own thread, but {@link #execute}. */
interface PodScope {
    Pod pod();

    Surroundings around();

    /** What makes command lines; the pod's volumes are there. */
    Assembly assembly();

    /** The pod's address. */
    PodAddress address();

    /** Does something on the pod's own thread, after what is under way. */
    void execute(Runnable work);

    /** Does something on the pod's own thread, later. */
    void later(Duration delay, Runnable work);

    /** A container is not what it was: the pod may go on, and its status is told. */
    void changed();

    /** Whether the pod is on its way out: nothing is started any more. */
    boolean stopping();

    /** Tells of a container. */
    void tell(Container container, Occurrence occurrence);
}
