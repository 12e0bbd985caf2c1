package dev.millrace.model.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Split;
import dev.millrace.contract.bundle.ModelManifest.Input;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.DatasetView.ColumnView;
import dev.millrace.contract.dataset.DatasetView.SplitCounts;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.ValueCount;
import dev.millrace.contract.plan.ModelPlan.FeaturePlan;
import dev.millrace.contract.plan.ModelPlan.FeatureTransform;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.SplitPlan.Fractions;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.model.feature.Encoding.Category;
import dev.millrace.model.feature.Encoding.Numeric;
import dev.millrace.model.feature.Encoding.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureFitTest {
    private static final long ROWS = 100;

    private final List<ColumnProfile> columns = new ArrayList<>();
    private final List<ColumnView> views = new ArrayList<>();

    @Test
    void givesEachTypeItsDefault() {
        add("area", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));
        add("garden", ColumnType.BOOLEAN, numbers(3, new Moments(0, 1, 0.25, 0.5)));
        add("street", ColumnType.CATEGORY, texts(0, count("Pave", 60), count("Grvl", 40)));
        add("price", ColumnType.NUMBER, ColumnRole.LABEL, numbers(0, new Moments(1, 9, 5, 2)));
        add("id", ColumnType.INTEGER, ColumnRole.KEY, numbers(0, new Moments(1, 100, 50, 20)));

        FittedFeatures fitted = fit();

        assertThat(fitted.preprocessing().encodings())
                .containsExactly(
                        new Numeric("area", ColumnType.NUMBER, false, 1, new Scale(2, 2, -4, 4), false),
                        new Numeric("garden", ColumnType.BOOLEAN, false, 1, new Scale(0, 1, -2, 3), true),
                        new Category("street", List.of("Pave", "Grvl"), false, false));
        assertThat(fitted.preprocessing().featureNames())
                .containsExactly("area", "garden", "garden is missing", "street = Pave", "street = Grvl");
        assertThat(fitted.inputs())
                .containsExactly(
                        new Input("area", ColumnType.NUMBER, true, 0.0, 8.0),
                        new Input("garden", ColumnType.BOOLEAN, true, 0.0, 1.0),
                        new Input("street", ColumnType.CATEGORY, true, null, null));
        assertThat(fitted.ignored()).containsExactly("price", "id");
        assertThat(fitted.warnings()).isEmpty();
    }

    @Test
    void takesTheFirstRuleThatNamesAColumn() {
        add("area", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));
        add("rooms", ColumnType.INTEGER, numbers(0, new Moments(1, 5, 3, 1)));
        add("year", ColumnType.INTEGER, numbers(0, new Moments(1900, 2010, 1970, 30)));

        FittedFeatures fitted = fit(
                rule(FeatureTransform.LOG, "area"),
                rule(FeatureTransform.PASS, "rooms", "area"),
                rule(FeatureTransform.AUTO, "*"));

        assertThat(fitted.preprocessing().encodings())
                .containsExactly(
                        // logMoments of the sample are those of the values, divided by ten.
                        new Numeric("area", ColumnType.NUMBER, true, 1, new Scale(0.2, 0.2, -4, 4), false),
                        new Numeric("rooms", ColumnType.INTEGER, false, 1, new Scale(0, 1, -3, 9), false),
                        new Numeric("year", ColumnType.INTEGER, false, 1, new Scale(1970, 30, -4, 4), false));
    }

    @Test
    void leavesOutColumnsThatNoRuleNames() {
        add("area", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));
        add("note", ColumnType.TEXT, texts(0));

        FittedFeatures fitted = fit(rule(FeatureTransform.STANDARDIZE, "area"));

        assertThat(fitted.inputs()).extracting(Input::name).containsExactly("area");
        assertThat(fitted.ignored()).containsExactly("note");
    }

    @Test
    void givesSlotsToWhatTrainingSaw() {
        add("rare", ColumnType.CATEGORY, texts(0, count("a", 60), count("b", 39), count("c", 1)));
        add("holes", ColumnType.CATEGORY, texts(10, count("a", 60), count("b", 30)));
        add("blank", ColumnType.CATEGORY, texts(0, count("a", 60), count("", 40)));

        assertThat(fit().preprocessing().encodings())
                .containsExactly(
                        new Category("rare", List.of("a", "b"), false, true),
                        new Category("holes", List.of("a", "b"), true, false),
                        new Category("blank", List.of("a"), true, false));
    }

    @Test
    void boundsTheVocabulary() {
        ValueCount[] values = new ValueCount[300];
        for (int i = 0; i < values.length; i++) {
            values[i] = count("v" + i, 2);
        }
        add("many", ColumnType.CATEGORY, texts(0, values), 600);

        Category category = (Category) fit().preprocessing().encodings().get(0);

        assertThat(category.values()).hasSize(256).startsWith("v0", "v1").endsWith("v255");
        assertThat(category.other()).isTrue();
    }

    @Test
    void dropsWhatTeachesNothing() {
        add("area", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));
        add("same", ColumnType.NUMBER, numbers(0, new Moments(7, 7, 7, 0)));
        add("empty", ColumnType.TEXT, texts(ROWS));
        add("one", ColumnType.CATEGORY, texts(0, count("a", ROWS)));

        FittedFeatures fitted = fit();

        assertThat(fitted.inputs()).extracting(Input::name).containsExactly("area");
        assertThat(fitted.ignored()).containsExactly("same", "empty", "one");
        assertThat(fitted.warnings())
                .containsExactly(
                        "Feature \"same\" is dropped: it is the same in every row of the train split.",
                        "Feature \"empty\" is dropped: the train split has no value of it.",
                        "Feature \"one\" is dropped: it is the same in every row of the train split.");
    }

    @Test
    void keepsAConstantThatIsSometimesMissing() {
        add("flag", ColumnType.NUMBER, numbers(40, new Moments(7, 7, 7, 0)));

        assertThat(fit().preprocessing().encodings())
                .containsExactly(new Numeric("flag", ColumnType.NUMBER, false, 1, new Scale(7, 1, 0, 0), true));
    }

    @Test
    void refusesNullsInServingWhereADataTestDoes() {
        add("area", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));
        views.set(0, new ColumnView("area", ColumnRole.FEATURE, false));

        assertThat(fit().inputs()).containsExactly(new Input("area", ColumnType.NUMBER, false, 0.0, 8.0));
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        add("Lot_Area", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));
        add("street", ColumnType.CATEGORY, texts(0, count("Pave", 60), count("Grvl", 40)));
        add("note", ColumnType.TEXT, texts(0));
        add("price", ColumnType.NUMBER, ColumnRole.LABEL, numbers(0, new Moments(1, 9, 5, 2)));
        add("id", ColumnType.INTEGER, ColumnRole.KEY, numbers(0, new Moments(1, 100, 50, 20)));

        assertThatThrownBy(() -> fit(
                        rule(FeatureTransform.LOG, "Lot_Aera", "street"),
                        rule(FeatureTransform.AUTO, "note", "price", "id", "zzzzzzzzz")))
                .isInstanceOfSatisfying(
                        StepException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.BAD_INPUT))
                .hasMessage(
                        String.join(
                                " ",
                                "spec.model.features[0].columns[0]: the data version has no column \"Lot_Aera\"; did you mean \"Lot_Area\"?",
                                "spec.model.features[1].columns[1]: \"price\" is the label, which cannot be a feature.",
                                "spec.model.features[1].columns[2]: \"id\" has the role key in the data version; only columns with the role feature can be features.",
                                "spec.model.features[1].columns[3]: the data version has no column \"zzzzzzzzz\"; its profile lists the columns.",
                                "spec.model.features[0].columns[1]: \"street\" is of type category, which the transform log does not take; use auto or onehot.",
                                "spec.model.features[1].columns[0]: \"note\" is free text, which no transform takes; in the data version give the column the type category, or the role ignore."));
    }

    @Test
    void refusesTransformsThatDoNotFit() {
        add("sold", ColumnType.TIMESTAMP, numbers(0, new Moments(0, 8, 2, 2)));
        add("rooms", ColumnType.INTEGER, numbers(0, new Moments(1, 5, 3, 1)));
        add("garden", ColumnType.BOOLEAN, numbers(0, new Moments(0, 1, 0.25, 0.5)));

        assertThatThrownBy(() -> fit(
                        rule(FeatureTransform.PASS, "sold"),
                        rule(FeatureTransform.ONEHOT, "rooms"),
                        rule(FeatureTransform.LOG, "garden")))
                .hasMessage(
                        String.join(
                                " ",
                                "spec.model.features[0].columns[0]: \"sold\" is of type timestamp, which the transform pass does not take; use auto or standardize.",
                                "spec.model.features[1].columns[0]: \"rooms\" is of type integer, which the transform onehot does not take; use auto, standardize, log or pass, or declare the column as category in the data version.",
                                "spec.model.features[2].columns[0]: \"garden\" is of type boolean, which the transform log does not take; use auto, pass or standardize."));
    }

    @Test
    void refusesAModelWithoutFeatures() {
        add("same", ColumnType.NUMBER, numbers(0, new Moments(7, 7, 7, 0)));

        assertThatThrownBy(this::fit).hasMessageStartingWith("spec.model.features: no feature is left");
    }

    @Test
    void refusesAFeatureNamedAsAnOutput() {
        add("prediction", ColumnType.NUMBER, numbers(0, new Moments(0, 8, 2, 2)));

        assertThatThrownBy(this::fit)
                .hasMessage(
                        "spec.model.features: a feature cannot be called \"prediction\", which is an output of the model; rename the column.");
    }

    private FittedFeatures fit(FeaturePlan... rules) {
        DatasetView view = new DatasetView(
                Digest.of("rows"),
                views,
                SplitPlan.byHash(List.of(), new Fractions(0.7, 0.15, 0.15), 1),
                Digest.of("splits"),
                new SplitCounts(ROWS, 20, 20, 0),
                Digest.of("profile"),
                null);
        return FeatureFit.fit(new Profile(columns), view, List.of(rules), "price");
    }

    private static FeaturePlan rule(FeatureTransform transform, String... columns) {
        return new FeaturePlan(List.of(columns), transform);
    }

    private void add(String name, ColumnType type, Statistics train) {
        add(name, type, ColumnRole.FEATURE, train);
    }

    private void add(String name, ColumnType type, Statistics train, long rows) {
        add(name, type, ColumnRole.FEATURE, with(train, rows));
    }

    private void add(String name, ColumnType type, ColumnRole role, Statistics train) {
        // The other splits have other figures, which must not matter.
        Statistics others = with(texts(ROWS), 7 * ROWS);
        columns.add(new ColumnProfile(
                name, type, role, others, Map.of(Split.TRAIN, train, Split.VALIDATION, others, Split.TEST, others)));
        views.add(new ColumnView(name, role, true));
    }

    private static Statistics with(Statistics s, long rows) {
        return new Statistics(
                rows,
                s.nulls(),
                s.distinct(),
                s.moments(),
                s.logMoments(),
                s.quantiles(),
                s.top(),
                s.vocabulary(),
                null,
                null,
                null);
    }

    /** With a median of 1. */
    private static Statistics numbers(long nulls, Moments moments) {
        Moments logMoments =
                new Moments(moments.min() / 10, moments.max() / 10, moments.mean() / 10, moments.stddev() / 10);
        List<Double> quantiles = new ArrayList<>(Collections.nCopies(21, moments.max()));
        quantiles.set(10, 1.0);
        return new Statistics(ROWS, nulls, 5, moments, logMoments, quantiles, List.of(), List.of(), null, null, null);
    }

    private static Statistics texts(long nulls, ValueCount... values) {
        return new Statistics(
                ROWS, nulls, values.length, null, null, List.of(), List.of(), List.of(values), null, null, null);
    }

    private static ValueCount count(String value, long count) {
        return new ValueCount(value, count);
    }
}
