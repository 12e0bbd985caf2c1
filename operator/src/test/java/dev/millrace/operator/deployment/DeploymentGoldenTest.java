package dev.millrace.operator.deployment;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.deployment.ModelDeployment;
import dev.millrace.api.v1alpha1.deployment.ModelDeploymentSpec.ModelReference;
import dev.millrace.api.v1alpha1.pipeline.Pipeline;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import dev.millrace.contract.network.NetworkRules;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.deployment.DeploymentStatuses.Serving;
import dev.millrace.operator.golden.Fixed;
import dev.millrace.operator.golden.GoldenFolder;
import dev.millrace.operator.resolution.Resolution;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From a ModelDeployment, what it names, and the Deployment and pods that it has ({@code in-}), to its objects and its status
 * ({@code out-}). {@code in-deployment} is read twice: as last seen before the plan, and as it is after the plan was applied.
 */
class DeploymentGoldenTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T12:00:00Z"), ZoneOffset.UTC);
    private static final OperatorConfiguration CONFIGURATION = new OperatorConfiguration(
            new OperatorConfiguration.Images("millrace/trainer:1", "millrace/server:1"),
            Fixed.STORE,
            Set.of(),
            new ResourceRequirementsBuilder().build(),
            new ResourceRequirementsBuilder().build(),
            new ResourceRequirementsBuilder()
                    .addToRequests("cpu", new Quantity("100m"))
                    .addToRequests("memory", new Quantity("256Mi"))
                    .addToLimits("memory", new Quantity("512Mi"))
                    .build(),
            new Quantity("10Gi"),
            3600,
            NetworkRules.PUBLIC,
            OperatorConfiguration.Collection.USUAL);

    static Stream<GoldenFolder> folders() {
        return GoldenFolder.of("deployment");
    }

    @ParameterizedTest
    @MethodSource("folders")
    void isAsWritten(GoldenFolder folder) {
        ModelDeployment owner =
                folder.input("modeldeployment", ModelDeployment.class).orElseThrow();
        Optional<Deployment> deployment = folder.input("deployment", Deployment.class);
        List<Pod> pods = folder.inputs("pod", Pod.class);
        boolean store = folder.input("no-store", Map.class).isEmpty();
        DeploymentInputs inputs = new DeploymentInputs(
                wanted(owner, folder),
                store ? null : Verdict.blocked(Reason.STORE_MISSING, "there is no store"),
                deployment.orElse(null),
                pods);

        Revisions revisions = Revisions.of(owner, inputs.deployment());
        Resolution<ServingPlan> resolution = DeploymentPlanner.resolve(revisions, inputs);
        Optional<ServingPlan> plan =
                resolution.match(Optional::of, waiting -> revisions.standing(), invalid -> revisions.standing());

        Map<String, Object> outputs = new LinkedHashMap<>();
        plan.ifPresent(serving -> objects(owner, serving)
                .forEach(object -> outputs.put(object.getKind().toLowerCase(java.util.Locale.ROOT), object)));
        Serving serving = plan.flatMap(
                        known -> deployment.map(applied -> new Serving(known, Rollout.of(known, applied, pods))))
                .orElse(null);
        outputs.put("status", DeploymentStatuses.of(owner, resolution, serving, CLOCK));
        folder.verify(outputs);
    }

    private static List<HasMetadata> objects(ModelDeployment owner, ServingPlan plan) {
        return List.of(
                DeploymentResources.deployment(owner, plan, CONFIGURATION),
                DeploymentResources.service(owner),
                DeploymentResources.disruptionBudget(owner),
                ServerNetwork.policy(owner, CONFIGURATION));
    }

    private static Wanted wanted(ModelDeployment owner, GoldenFolder folder) {
        ModelReference model = owner.getSpec().model();
        TrainingRun run = folder.input("trainingrun", TrainingRun.class).orElse(null);
        return model.trainingRun() != null
                ? new Wanted.OfRun(model.trainingRun().name(), run)
                : new Wanted.OfPipeline(
                        model.pipeline().name(),
                        folder.input("pipeline", Pipeline.class).orElse(null),
                        run);
    }
}
