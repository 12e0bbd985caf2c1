package dev.millrace.model.feature;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.bundle.ModelManifest;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.DatasetView.ColumnView;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.contract.plan.ModelPlan.FeaturePlan;
import dev.millrace.contract.plan.ModelPlan.FeatureTransform;
import dev.millrace.contract.report.StepException;
import dev.millrace.model.feature.Encoding.Category;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.feature.Encoding.Scale;
import dev.millrace.model.feature.FeatureRules.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fits the preprocessing: all its constants come from the profile of the train split. */
public final class FeatureFit {
    /** Values of a category with slots of their own. */
    private static final int MAX_VALUES = 256;

    /** A value seen less often has no slot of its own: the network would learn its rows by heart. */
    private static final int MIN_COUNT = 2;

    /**
     * How many standard deviations from the mean a value counts, at most. What is farther out, in training too, would pull the whole network: on
     * the Ames house prices, with three houses of that kind, the test error of their splits fell by a quarter.
     */
    private static final double LIMIT = 4;

    private static final int MEDIAN = 10;

    private final Profile profile;
    private final DatasetView view;
    private final String label;
    private final List<Encoding> encodings = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private FeatureFit(Profile profile, DatasetView view, String label) {
        this.profile = profile;
        this.view = view;
        this.label = label;
    }

    /**
     * Fits the features of a model.
     *
     * @param rules of which the first that names a column counts; none: every feature column with its type's default
     * @param label the column that the model learns, never a feature
     * @throws StepException BadInput: a rule names no feature column, a transform does not fit a column's type, or no feature is left
     */
    public static FittedFeatures fit(Profile profile, DatasetView view, List<FeaturePlan> rules, String label) {
        return new FeatureFit(profile, view, label).fit(rules);
    }

    private FittedFeatures fit(List<FeaturePlan> rules) {
        FeatureRules featureRules = new FeatureRules(profile.columns(), label);
        Map<String, Chosen> chosen = featureRules.choose(rules);
        for (ColumnProfile column : profile.columns()) {
            Chosen choice = chosen.get(column.name());
            if (choice != null) {
                add(featureRules, column, choice);
            }
        }
        problems.addAll(0, featureRules.problems());
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems);
        }
        if (encodings.isEmpty()) {
            throw StepException.badInput(
                    "spec.model.features: no feature is left; every column that the rules name is constant or empty in the train split.");
        }
        Set<String> taken = inputs.stream().map(Input::name).collect(Collectors.toSet());
        List<String> ignored = profile.columns().stream()
                .map(ColumnProfile::name)
                .filter(name -> !taken.contains(name))
                .toList();
        return new FittedFeatures(new Preprocessing(encodings), inputs, ignored, warnings);
    }

    private void add(FeatureRules rules, ColumnProfile column, Chosen choice) {
        Statistics train = column.splits().get(Split.TRAIN);
        if (train == null || train.nulls() == train.rows()) {
            warnings.add("Feature \"%s\" is dropped: the train split has no value of it.".formatted(column.name()));
            return;
        }
        rules.check(column, choice);
        if (column.name().equals(ModelManifest.PREDICTION) || column.name().equals(ModelManifest.PROBABILITIES)) {
            problems.add("%s: a feature cannot be called \"%s\", which is an output of the model; rename the column."
                    .formatted(choice.field(), column.name()));
        }
        if (!problems.isEmpty() || !rules.problems().isEmpty()) {
            return;
        }
        Optional<? extends Encoding> encoding =
                column.type() == ColumnType.CATEGORY ? category(column.name(), train) : numeric(column, train, choice);
        if (encoding.isEmpty()) {
            warnings.add("Feature \"%s\" is dropped: it is the same in every row of the train split."
                    .formatted(column.name()));
            return;
        }
        encodings.add(encoding.get());
        // The range is told to whoever asks the server for the model's inputs.
        Moments moments = column.hidesValues() ? null : train.moments();
        inputs.add(new Input(
                column.name(),
                column.type(),
                nullable(column.name()),
                moments == null ? null : moments.min(),
                moments == null ? null : moments.max()));
    }

    private Optional<Numeric> numeric(ColumnProfile column, Statistics train, Chosen choice) {
        boolean logarithmic = choice.transform() == FeatureTransform.LOG;
        Moments moments = moments(column, logarithmic ? train.logMoments() : train.moments());
        boolean constant = moments.min() == moments.max();
        if (constant && train.nulls() == 0) {
            return Optional.empty();
        }
        if (!constant && !(moments.stddev() > 0 && Double.isFinite(moments.stddev()))) {
            problems.add(
                    "%s: the values of \"%s\" are too large or too close to each other to be standardised; use the transform log."
                            .formatted(choice.field(), column.name()));
            return Optional.empty();
        }
        Scale scale = choice.transform() == FeatureTransform.PASS ? unscaled(moments) : standardised(moments);
        double median = train.quantiles().get(MEDIAN);
        return Optional.of(new Numeric(column.name(), column.type(), logarithmic, median, scale, train.nulls() > 0));
    }

    private static Scale standardised(Moments moments) {
        boolean constant = moments.min() == moments.max();
        return constant
                ? new Scale(moments.mean(), 1, 0, 0)
                : new Scale(moments.mean(), moments.stddev(), -LIMIT, LIMIT);
    }

    /** As it is, within and around the train split's range, and within what a float can hold. */
    private static Scale unscaled(Moments moments) {
        double margin = LIMIT * moments.stddev();
        return new Scale(
                0,
                1,
                Math.max(-Float.MAX_VALUE, moments.min() - margin),
                Math.min(Float.MAX_VALUE, moments.max() + margin));
    }

    private static Moments moments(ColumnProfile column, @Nullable Moments moments) {
        if (moments == null) {
            throw new IllegalStateException("the profile has no moments of column " + column.name());
        }
        return moments;
    }

    private static Optional<Category> category(String name, Statistics train) {
        long empty = train.vocabulary().stream()
                .filter(value -> value.value().isEmpty())
                .mapToLong(ValueCount::count)
                .sum();
        boolean missing = train.nulls() + empty > 0;
        List<ValueCount> kept = train.vocabulary().stream()
                .filter(value -> !value.value().isEmpty() && value.count() >= MIN_COUNT)
                .limit(MAX_VALUES)
                .toList();
        long own = kept.stream().mapToLong(ValueCount::count).sum();
        boolean other = train.rows() - train.nulls() - empty - own > 0;
        Category category =
                new Category(name, kept.stream().map(ValueCount::value).toList(), missing, other);
        return category.slots() > 1 ? Optional.of(category) : Optional.empty();
    }

    private boolean nullable(String column) {
        return view.columns().stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst()
                .map(ColumnView::nullable)
                .orElse(true);
    }
}
