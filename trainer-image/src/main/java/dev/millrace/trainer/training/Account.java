package dev.millrace.trainer.training;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.Metric;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.contract.report.StepSummary.Outcome;
import dev.millrace.contract.report.TrainSummary;
import dev.millrace.contract.report.TrainSummary.GateResult;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.bundle.Provenance;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.trainer.engine.Engine;
import dev.millrace.trainer.evaluation.Evaluation.Verdict;
import dev.millrace.trainer.evaluation.Gates;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a training that ran to its end.
 *
 * @param result how the training itself ended
 * @param verdict on the model
 * @param featureWarnings from the fit of the features
 */
record Account(TrainPlan plan, Engine engine, Training.Result result, Verdict verdict, List<String> featureWarnings) {
    Account {
        featureWarnings = List.copyOf(featureWarnings);
    }

    Provenance provenance(ModelManifest model, Provenance.Period period) {
        Provenance.Environment environment = new Provenance.Environment(
                engine.name(),
                plan.threads(),
                plan.hyperparameters().seed(),
                codeRevision(),
                Runtime.version().toString(),
                Processor.description());
        return Provenance.of(model, plan, environment, period);
    }

    /** The step's report: rejected if a gate failed. */
    StepReport report(ModelBundle bundle, Gates gates, Store store) {
        Map<String, Double> test = verdict.metrics().test();
        List<GateResult> results = gates.results(test);
        List<GateResult> failed =
                results.stream().filter(gate -> !gate.passed()).toList();
        List<String> warnings = new ArrayList<>(verdict.warnings());
        warnings.addAll(featureWarnings);
        TrainSummary training = new TrainSummary(
                verdict.metrics(),
                verdict.baselines(),
                results,
                new TrainSummary.Model(
                        bundle.manifest().digest(),
                        store.location(Documents.modelManifest(bundle.manifest().digest())),
                        bundle.sizeBytes(),
                        verdict.parity()),
                engine.name(),
                plan.threads(),
                codeRevision(),
                result.epochs(),
                result.bestEpoch(),
                cpuSeconds(),
                warnings);
        StepSummary summary = new StepSummary(
                plan.key(),
                failed.isEmpty() ? Outcome.SUCCEEDED : Outcome.REJECTED,
                failed.isEmpty() ? null : FailureReason.GATES_FAILED,
                failed.isEmpty() ? success(test) : rejection(failed),
                false,
                null,
                training);
        return new StepReport(summary, bundle.blobs(), List.of());
    }

    private String success(Map<String, Double> test) {
        Metric metric = Metric.leading(plan.model().task());
        Double value = test.get(metric.wireName());
        return "Trained %d epochs and kept epoch %d%s."
                .formatted(
                        result.epochs(),
                        result.bestEpoch(),
                        value == null ? "" : ", with a test %s of %.5g".formatted(metric.wireName(), value));
    }

    private static String rejection(List<GateResult> failed) {
        return failed.stream()
                .map(gate -> "Gate \"%s\" failed: the test %s is %.5g, but must be %s."
                        .formatted(gate.name(), gate.metric(), gate.observed(), gate.bound()))
                .collect(Collectors.joining(" "));
    }

    /** As the image's build has it. */
    private static @Nullable String codeRevision() {
        String revision = System.getenv("MILLRACE_CODE_REVISION");
        return revision == null || revision.isBlank() ? null : revision;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
