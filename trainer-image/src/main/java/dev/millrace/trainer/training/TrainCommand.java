package dev.millrace.trainer.training;

import dev.millrace.trainer.step.StepOptions;
import dev.millrace.trainer.step.StepRunner;
import dev.millrace.trainer.step.StopSignal;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code train}: a data version becomes a model. */
@Command(
        name = "train",
        description = "Trains a model on a stored data version, judges it and stores it.",
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    @Mixin
    private final StepOptions options = new StepOptions();

    @Override
    public Integer call() {
        return new StepRunner(options, StopSignal.process()).run(new TrainStep(Clock.systemUTC()));
    }
}
