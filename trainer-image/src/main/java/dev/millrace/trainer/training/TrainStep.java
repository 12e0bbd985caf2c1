package dev.millrace.trainer.training;

import dev.millrace.contract.dataset.DatasetView.SplitCounts;
import dev.millrace.contract.plan.Hyperparameters.ClassWeights;
import dev.millrace.contract.plan.TrainPlan;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepReport;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.model.bundle.ModelBundle;
import dev.millrace.model.bundle.ModelBundle.Description;
import dev.millrace.model.bundle.ModelGraph;
import dev.millrace.model.bundle.Provenance.Period;
import dev.millrace.model.feature.FeatureFit;
import dev.millrace.model.feature.FittedFeatures;
import dev.millrace.trainer.engine.Engine;
import dev.millrace.trainer.engine.NetworkShape;
import dev.millrace.trainer.engine.TrainableNetwork;
import dev.millrace.trainer.evaluation.Evaluation;
import dev.millrace.trainer.evaluation.Evaluation.Candidate;
import dev.millrace.trainer.evaluation.Evaluation.Verdict;
import dev.millrace.trainer.evaluation.Gates;
import dev.millrace.trainer.evaluation.LinearBaseline;
import dev.millrace.trainer.label.LabelColumn;
import dev.millrace.trainer.label.Target;
import dev.millrace.trainer.label.TargetFit;
import dev.millrace.trainer.row.DatasetRows;
import dev.millrace.trainer.row.RowSource;
import dev.millrace.trainer.step.Step;
import dev.millrace.trainer.step.StepContext;
import dev.millrace.trainer.tensor.Tensors;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The training step: rows in, a judged model out. */
final class TrainStep implements Step<TrainPlan> {
    private final Clock clock;

    TrainStep(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Class<TrainPlan> planType() {
        return TrainPlan.class;
    }

    /** The plan names all that a training reads by its digest. */
    @Override
    public boolean stillHolds(TrainPlan plan, StepReport report, StepContext context) {
        return true;
    }

    @Override
    public StepReport run(TrainPlan plan, StepContext context) throws IOException {
        try {
            return train(plan, context);
        } catch (StepException e) {
            if (e.reason() != FailureReason.TRANSIENT) {
                new Checkpoints(context.store(), context.key()).remove();
            }
            throw e;
        }
    }

    @Override
    public void reported(StepContext context) {
        new Checkpoints(context.store(), context.key()).remove();
    }

    private StepReport train(TrainPlan plan, StepContext context) throws IOException {
        Instant started = clock.instant();
        PlanChecks.check(plan);
        Gates gates = new Gates(plan.gates(), plan.model().task());
        Engine.preload();
        Resources resources = Resources.ofContainer(context.scratch());
        // The other half is the arithmetic's.
        Resources half = resources.withMemory(resources.memoryBytes() / 2);
        try (DatasetReader reader =
                DatasetReader.open(context.store(), new DatasetReader.Id(plan.dataset(), plan.view()), half)) {
            requireRows(reader.view().counts());
            RowSource rows = new DatasetRows(reader);
            LabelColumn label = LabelColumn.of(plan.model(), reader.profile());
            FittedFeatures features = FeatureFit.fit(
                    reader.wholeProfile(), reader.view(), plan.model().features(), label.name());
            Target target = TargetFit.fit(label, plan.model(), rows);
            List<String> columns =
                    features.inputs().stream().map(input -> input.name()).toList();
            Tensors.Recipe recipe = new Tensors.Recipe(features.preprocessing(), columns, label, target);
            Tensors tensors = Tensors.write(rows, recipe, context.scratch());

            Engine engine = Engine.start(plan.threads());
            TrainableNetwork network = new TrainableNetwork(shape(plan, recipe), plan.hyperparameters());
            LinearBaseline baseline =
                    LinearBaseline.begin(tensors, network.shape().outputs());
            Training.Result result = new Training(network, tensors, plan, context).run();

            ModelGraph graph = new ModelGraph(features.preprocessing(), network.export(), target.output());
            Verdict verdict = Evaluation.judge(new Candidate(recipe, network, graph), baseline, rows);
            Description description = new Description(
                    label.name(), features.inputs(), features.ignored(), reader.profile(), plan.dataset());
            ModelBundle bundle = ModelBundle.write(context.store(), graph, description);
            Account account = new Account(plan, engine, result, verdict, features.warnings());
            account.provenance(bundle.manifest(), new Period(started, clock.instant()))
                    .write(context.store(), bundle.manifest().digest(), context.key());
            return account.report(bundle, gates, context.store());
        }
    }

    private static NetworkShape shape(TrainPlan plan, Tensors.Recipe recipe) {
        boolean balanced = plan.hyperparameters().classWeights() == ClassWeights.BALANCED;
        List<Double> weights =
                balanced && recipe.target() instanceof Target.Classes classes ? classes.balancedWeights() : List.of();
        return new NetworkShape(
                plan.model().task(),
                recipe.preprocessing().width(),
                plan.model().layers(),
                recipe.target().output().scores(),
                weights);
    }

    private static void requireRows(SplitCounts counts) {
        if (counts.train() == 0 || counts.validation() == 0 || counts.test() == 0) {
            throw StepException.badInput(
                    "spec.dataset: a split is empty (train %d, validation %d, test %d rows); make a data version with more rows or other fractions in its split."
                            .formatted(counts.train(), counts.validation(), counts.test()));
        }
    }
}
