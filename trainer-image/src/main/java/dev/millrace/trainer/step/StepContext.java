package dev.millrace.trainer.step;

import dev.millrace.contract.Digest;
import dev.millrace.store.Store;
import java.nio.file.Path;

/**
 * What a step has to work with.
 *
 * @param key of the plan
 * @param store open
 * @param scratch an empty folder of this step's own, removed at its end
 * @param stop to be asked between the parts of long work
 * @param progress where it tells how far it is
 */
public record StepContext(Digest key, Store store, Path scratch, StopSignal stop, ProgressLines progress) {}
