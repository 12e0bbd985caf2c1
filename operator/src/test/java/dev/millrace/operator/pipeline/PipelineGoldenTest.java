package dev.millrace.operator.pipeline;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.golden.GoldenFolder;
import dev.millrace.operator.pipeline.PipelineStatuses.Observed;
import dev.millrace.operator.resolution.Resolution;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a Pipeline and what it has made ({@code in-}), to what is made or changed next and its status ({@code out-}). */
class PipelineGoldenTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T12:00:00Z"), ZoneOffset.UTC);

    static Stream<GoldenFolder> folders() {
        return GoldenFolder.of("pipeline");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void isAsWritten(GoldenFolder folder) {
        Pipeline pipeline = folder.input("pipeline", Pipeline.class).orElseThrow();
        PipelineInputs inputs = new PipelineInputs(
                folder.inputs("datasetversion", DatasetVersion.class),
                folder.inputs("trainingrun", TrainingRun.class),
                folder.input("modeldeployment", ModelDeployment.class).orElse(null));
        boolean taken = folder.input("name-taken", Map.class).isPresent();
        Verdict obstacle = taken ? Verdict.blocked(Reason.NAME_TAKEN, "that name is taken") : null;

        Resolution<ExecutionPlan> resolution = PipelinePlanner.resolve(pipeline, inputs);

        Map<String, Object> outputs = new LinkedHashMap<>(
                resolution.match(plan -> objects(pipeline, plan), waiting -> Map.of(), invalid -> Map.of()));
        PipelinePlanner.holds(pipeline, inputs, resolution)
                .forEach(hold -> outputs.put(
                        "trainingrun-" + hold.run().getMetadata().getName(), PipelineResources.held(pipeline, hold)));
        outputs.put("status", PipelineStatuses.of(pipeline, resolution, new Observed(inputs, obstacle), CLOCK));
        folder.verify(outputs);
    }

    private static Map<String, Object> objects(Pipeline pipeline, ExecutionPlan plan) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        if (plan.dataset() != null) {
            outputs.put("datasetversion", PipelineResources.dataset(pipeline, plan.identity(), plan.dataset()));
        }
        if (plan.training() != null) {
            outputs.put("trainingrun", PipelineResources.run(pipeline, plan.identity(), plan.training()));
        }
        if (plan.deployment() != null) {
            outputs.put(
                    "modeldeployment",
                    PipelineResources.deployment(pipeline, pipeline.getSpec().deployment(), plan.deployment()));
        }
        return outputs;
    }
}
