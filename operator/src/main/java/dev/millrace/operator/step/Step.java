package dev.millrace.operator.step;

import dev.millrace.contract.plan.StepPlan;
import dev.millrace.operator.child.Component;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step that is to run.
 *
 * @param kind which of the trainer image's commands
 * @param owner whose step it is; with it go the objects
 * @param plan what is to be done
 * @param marks what its objects carry for people and for us
 * @param resources of the pod
 * @param placement where the pod may run
 * @param retries how often a failure that may pass is tried again
 * @param input how the step gets at what it reads beside the store
 */
public record Step(
        Kind kind,
        HasMetadata owner,
        StepPlan plan,
        Marks marks,
        ResourceRequirements resources,
        Placement placement,
        int retries,
        StepInput input) {
    /** The name of that step's Job and plan: another plan has another name, the same plan the same. */
    public String name() {
        return owner.getMetadata().getName() + "-" + plan.key().abbreviated();
    }

    /**
     * What a step's objects carry beside what all objects carry.
     *
     * @param labels of the lineage
     * @param annotations of the lineage, too long for labels
     * @param earlierAttempts tries under Jobs that are gone
     */
    public record Marks(Map<String, String> labels, Map<String, String> annotations, int earlierAttempts) {}

    /** The trainer image's commands. */
    public enum Kind {
        INGEST("ingest", Component.INGEST, 30),
        /** Time enough to write a checkpoint of a large network. */
        TRAIN("train", Component.TRAINING, 120);

        private final String command;
        private final Component component;
        private final long gracePeriodSeconds;

        Kind(String command, Component component, long gracePeriodSeconds) {
            this.command = command;
            this.component = component;
            this.gracePeriodSeconds = gracePeriodSeconds;
        }

        String command() {
            return command;
        }

        public Component component() {
            return component;
        }

        long gracePeriodSeconds() {
            return gracePeriodSeconds;
        }
    }

    /**
     * Where a pod may run.
     *
     * @param priorityClassName null: the cluster's default
     */
    public record Placement(
            @Nullable String priorityClassName, Map<String, String> nodeSelector, List<Toleration> tolerations) {
        /** Anywhere. */
        public static final Placement ANYWHERE = new Placement(null, Map.of(), List.of());
    }
}
