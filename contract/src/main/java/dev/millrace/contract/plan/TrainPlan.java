package dev.millrace.contract.plan;

import dev.millrace.contract.Digest;
import java.util.List;

/**
 * One training of one model on one data version.
 *
 * @param dataset the data version's digest
 * @param view digest of how the data version's spec sees these rows: roles, split, profile
 * @param model what is trained
 * @param hyperparameters how
 * @param gates what the result must meet to be deployable
 * @param checkpointEvery epochs between checkpoints, at least 1
 * @param threads of the training arithmetic, at least 1: another number gives other bits
 * @param image the trainer image that runs the step, as configured
 */
public record TrainPlan(
        Digest dataset,
        Digest view,
        ModelPlan model,
        Hyperparameters hyperparameters,
        List<GatePlan> gates,
        int checkpointEvery,
        int threads,
        String image)
        implements StepPlan {
    public TrainPlan {
        gates = List.copyOf(gates);
    }
}
