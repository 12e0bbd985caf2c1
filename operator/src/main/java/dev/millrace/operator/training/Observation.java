package dev.millrace.operator.training;

import dev.millrace.contract.report.Progress;
import dev.millrace.operator.step.ObservedStep;
import java.util.Optional;

/**
 * What is seen of a run's training.
 *
 * @param step its Job and pods
 * @param progress read just now; empty: it was not the time to read it, or there is none
 */
record Observation(ObservedStep step, Optional<Progress> progress) {}
