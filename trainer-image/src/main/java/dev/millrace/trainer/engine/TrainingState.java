package dev.millrace.trainer.engine;

import dev.millrace.model.network.Tensor;

/**
 * All that decides how a network's training goes on.
 *
 * @param parameters of all layers
 * @param updater the optimizer's moments; empty if it has none
 * @param iteration batches that were trained, on which Adam's correction hangs
 */
public record TrainingState(Tensor parameters, Tensor updater, int iteration) {}
