package dev.millrace.operator.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.golden.Fixed;
import dev.millrace.operator.golden.GoldenFolder;
import dev.millrace.operator.step.ObservedStep;
import dev.millrace.operator.step.Step;
import dev.millrace.operator.step.StepObjects;
import dev.millrace.operator.step.StepStates;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder: a version and what is there for it; out come its objects or its status. */
class DatasetGoldenTest {
    private static final Verdict WORKING = Verdict.progressing(Reason.INGESTING, "reads, tests and stores the rows");

    static Stream<GoldenFolder> folders() {
        return GoldenFolder.of("dataset");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void golden(GoldenFolder folder) {
        DatasetVersion version = folder.input("version", DatasetVersion.class).orElseThrow();
        Optional<Job> job = folder.input("job", Job.class);
        folder.verify(job.isPresent() ? follow(folder, version, job.get()) : begin(folder, version));
    }

    private static Map<String, ?> follow(GoldenFolder folder, DatasetVersion version, Job job) {
        ObservedStep step = new ObservedStep(job, folder.inputs("pod", Pod.class));
        DatasetVersionStatus status = StepStates.of(step, WORKING)
                .match(
                        underway -> DatasetStatuses.underway(version, underway, Fixed.CLOCK),
                        reported -> DatasetStatuses.reported(version, reported.summary(), Fixed.CLOCK),
                        broken -> DatasetStatuses.failed(version, broken.verdict(), Fixed.CLOCK),
                        lost -> {
                            throw new AssertionError("the report is lost");
                        });
        return Map.of("status", status);
    }

    private static Map<String, ?> begin(GoldenFolder folder, DatasetVersion version) {
        Optional<PersistentVolumeClaim> store = folder.input("store", PersistentVolumeClaim.class);
        boolean inBucket =
                Fixed.STORE.bucket(version.getMetadata().getNamespace()).isPresent();
        DatasetInputs inputs = new DatasetInputs(
                store.isPresent() || inBucket ? Optional.empty() : Optional.of(Fixed.STORE_MISSING),
                folder.input("configmap", ConfigMap.class).orElse(null),
                folder.input("claim", PersistentVolumeClaim.class).isPresent(),
                folder.input("parent", DatasetVersion.class).orElse(null),
                folder.input("referenced", DatasetVersion.class)
                        .map(other -> Map.of(other.getMetadata().getName(), other))
                        .orElse(Map.of()));
        return DatasetPlanner.resolve(
                        version, inputs, Fixed.CONFIGURATION.images().trainer())
                .match(
                        plan -> objects(version, plan),
                        waiting -> Map.of("status", DatasetStatuses.pending(version, waiting.verdict(), Fixed.CLOCK)),
                        invalid -> Map.of("status", DatasetStatuses.failed(version, invalid.verdict(), Fixed.CLOCK)));
    }

    private static Map<String, ?> objects(DatasetVersion version, IngestPlan plan) {
        Step step = DatasetResources.step(version, plan, Fixed.CONFIGURATION);
        assertThat(step.name()).hasSizeLessThanOrEqualTo(63);
        Map<String, Object> objects = new HashMap<>(
                Map.of("plan", StepObjects.plan(step), "job", StepObjects.job(step, Fixed.CONFIGURATION)));
        StepObjects.policy(step, Fixed.CONFIGURATION).ifPresent(policy -> objects.put("policy", policy));
        return objects;
    }
}
