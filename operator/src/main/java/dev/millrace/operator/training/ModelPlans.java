package dev.millrace.operator.training;

import dev.millrace.api.v1alpha1.training.Evaluation;
import dev.millrace.api.v1alpha1.training.Layer;
import dev.millrace.api.v1alpha1.training.Model;
import dev.millrace.contract.plan.GatePlan;
import dev.millrace.contract.plan.Hyperparameters;
import dev.millrace.contract.plan.Hyperparameters.ClassWeights;
import dev.millrace.contract.plan.Hyperparameters.Optimizer;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.Activation;
import dev.millrace.contract.plan.ModelPlan.FeaturePlan;
import dev.millrace.contract.plan.ModelPlan.FeatureTransform;
import dev.millrace.contract.plan.ModelPlan.LabelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.LayerPlan;
import dev.millrace.contract.plan.ModelPlan.LayerType;
import dev.millrace.contract.plan.ModelPlan.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run's spec in the contract's words, with the schema's defaults where a whole part was left out. */
final class ModelPlans {
    /** As in the schema; a test keeps the two the same. */
    static final Hyperparameters DEFAULTS =
            new Hyperparameters(100, 64, 0.001, Optimizer.ADAM, 0.0001, 42, 10, ClassWeights.NONE);

    private ModelPlans() {}

    static ModelPlan model(Model model) {
        return new ModelPlan(
                Task.valueOf(model.task().name()),
                label(model.label()),
                model.features().stream().map(ModelPlans::feature).toList(),
                model.layers().stream().map(ModelPlans::layer).toList());
    }

    private static LabelPlan label(Model.@Nullable Label label) {
        if (label == null) {
            return new LabelPlan(null, LabelTransform.NONE, null);
        }
        return new LabelPlan(
                label.column(),
                label.transform() == null
                        ? LabelTransform.NONE
                        : LabelTransform.valueOf(label.transform().name()),
                label.positive());
    }

    private static FeaturePlan feature(Model.Feature feature) {
        return new FeaturePlan(
                feature.columns(),
                feature.transform() == null
                        ? FeatureTransform.AUTO
                        : FeatureTransform.valueOf(feature.transform().name()));
    }

    private static LayerPlan layer(Layer layer) {
        return new LayerPlan(
                LayerType.valueOf(layer.type().name()),
                layer.units(),
                layer.activation() == null
                        ? null
                        : Activation.valueOf(layer.activation().name()),
                layer.dropout());
    }

    static Hyperparameters hyperparameters(dev.millrace.api.v1alpha1.training.@Nullable Hyperparameters spec) {
        if (spec == null) {
            return DEFAULTS;
        }
        return new Hyperparameters(
                orDefault(spec.epochs(), DEFAULTS.epochs()),
                orDefault(spec.batchSize(), DEFAULTS.batchSize()),
                orDefault(spec.learningRate(), DEFAULTS.learningRate()),
                spec.optimizer() == null
                        ? DEFAULTS.optimizer()
                        : Optimizer.valueOf(spec.optimizer().name()),
                orDefault(spec.l2(), DEFAULTS.l2()),
                orDefault(spec.seed(), DEFAULTS.seed()),
                orDefault(spec.patience(), DEFAULTS.patience()),
                spec.classWeights() == null
                        ? DEFAULTS.classWeights()
                        : ClassWeights.valueOf(spec.classWeights().name()));
    }

    static List<GatePlan> gates(@Nullable Evaluation evaluation) {
        if (evaluation == null) {
            return List.of();
        }
        return evaluation.gates().stream()
                .map(gate -> new GatePlan(gate.name(), MetricNames.wireName(gate.metric()), gate.min(), gate.max()))
                .toList();
    }

    private static <T> T orDefault(@Nullable T value, T byDefault) {
        return value == null ? byDefault : value;
    }
}
