package dev.millrace.trainer.training;

import dev.millrace.model.network.Tensor;
import dev.millrace.trainer.engine.TrainingState;

/**
 * Where a training stands after an epoch: from here it goes on, bit for bit, in this process or another.
 *
 * @param epoch that was finished last
 * @param bestEpoch the one with the smallest validation loss
 * @param bestLoss that loss
 * @param best the parameters of the best epoch
 * @param state of the network
 */
record Course(int epoch, int bestEpoch, double bestLoss, Tensor best, TrainingState state) {
    /** Epochs since the best one. */
    int withoutProgress() {
        return epoch - bestEpoch;
    }
}
