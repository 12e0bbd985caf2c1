package dev.millrace.operator.step;

import dev.millrace.contract.plan.SourceAccess;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Optional;

/**
 * How a step gets at what it reads beside the store.
 *
 * @param volume that holds it; empty: none does
 * @param network whether it is reached over the network: then a policy is around the pod
 * @param access what the pod is told of the way there, beside the plan; empty: nothing
 * @param secret what opens it; empty: nothing has to
 * @param serviceAccountName the pod's identity; empty: the namespace's default
 */
public record StepInput(
        Optional<Volume> volume,
        boolean network,
        Optional<SourceAccess> access,
        Optional<SecretKeys> secret,
        Optional<String> serviceAccountName) {
    /** A step that reads the store alone. */
    public static final StepInput STORE =
            new StepInput(Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());
}
