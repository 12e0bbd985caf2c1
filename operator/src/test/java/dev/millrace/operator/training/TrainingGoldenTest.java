package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.api.v1alpha1.training.TrainingRunStatus;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.Progress;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.golden.Fixed;
import dev.millrace.operator.golden.GoldenFolder;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.Step;
import dev.millrace.operator.step.StepObjects;
import dev.millrace.operator.step.StepStates;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder: a run and what is there for it; out come its objects or its status. */
class TrainingGoldenTest {
    private static final Verdict WORKING = Verdict.progressing(Reason.TRAINING, "trains the network");

    static Stream<GoldenFolder> folders() {
        return GoldenFolder.of("training");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void golden(GoldenFolder folder) {
        TrainingRun run = folder.input("run", TrainingRun.class).orElseThrow();
        Optional<Job> job = folder.input("job", Job.class);
        folder.verify(job.isPresent() ? follow(folder, run, job.get()) : begin(folder, run));
    }

    private static Map<String, ?> follow(GoldenFolder folder, TrainingRun run, Job job) {
        ObservedStep step = new ObservedStep(job, folder.inputs("pod", Pod.class));
        Observation observation = new Observation(step, folder.input("progress", Progress.class));
        if (Boolean.TRUE.equals(run.getSpec().suspend())) {
            return Map.of("status", TrainingStatuses.suspending(run, step, Fixed.CLOCK));
        }
        TrainingRunStatus status = StepStates.of(step, WORKING)
                .match(
                        underway -> TrainingStatuses.underway(run, observation, underway, Fixed.CLOCK),
                        reported -> TrainingStatuses.reported(run, step, reported.summary(), Fixed.CLOCK),
                        broken -> TrainingStatuses.broken(run, step, broken.verdict(), Fixed.CLOCK),
                        lost -> {
                            throw new AssertionError("the report is lost");
                        });
        return Map.of("status", status);
    }

    private static Map<String, ?> begin(GoldenFolder folder, TrainingRun run) {
        if (Boolean.TRUE.equals(run.getSpec().suspend())) {
            return Map.of("status", TrainingStatuses.suspended(run, Fixed.CLOCK));
        }
        Optional<PersistentVolumeClaim> store = folder.input("store", PersistentVolumeClaim.class);
        TrainingInputs inputs = new TrainingInputs(
                store.isPresent() ? Optional.empty() : Optional.of(Fixed.STORE_MISSING),
                folder.input("dataset", DatasetVersion.class).orElse(null));
        return TrainingPlanner.resolve(run, inputs, Fixed.CONFIGURATION)
                .match(
                        plan -> objects(run, plan),
                        waiting -> Map.of("status", TrainingStatuses.pending(run, waiting.verdict(), Fixed.CLOCK)),
                        invalid -> Map.of("status", TrainingStatuses.failed(run, invalid.verdict(), Fixed.CLOCK)));
    }

    private static Map<String, ?> objects(TrainingRun run, TrainPlan plan) {
        Step step = TrainingResources.step(run, plan, Fixed.CONFIGURATION);
        return Map.of("plan", StepObjects.plan(step), "job", StepObjects.job(step, Fixed.CONFIGURATION));
    }
}
