package dev.millrace.contract.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How a network is trained.
 *
 * @param epochs at most
 * @param batchSize rows a step
 * @param learningRate of the optimizer
 * @param optimizer the update rule
 * @param l2 weight of the squared weights in the loss
 * @param seed of initialisation, shuffling and dropout
 * @param patience epochs without a better validation loss after which training stops
 * @param classWeights how the classes weigh in the loss
 */
public record Hyperparameters(
        int epochs,
        int batchSize,
        double learningRate,
        Optimizer optimizer,
        double l2,
        long seed,
        int patience,
        ClassWeights classWeights) {
    /** Update rules. */
    public enum Optimizer {
        @JsonProperty("adam")
        ADAM,
        @JsonProperty("sgd")
        SGD,
        @JsonProperty("rmsprop")
        RMSPROP,
        @JsonProperty("nesterov")
        NESTEROV
    }

    /** How classes weigh. */
    public enum ClassWeights {
        @JsonProperty("none")
        NONE,
        /** Each class inversely to its frequency in the train split. */
        @JsonProperty("balanced")
        BALANCED
    }
}
