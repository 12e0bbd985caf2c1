package dev.millrace.trainer.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Split;
import dev.millrace.contract.plan.ModelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelPlan;
import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.trainer.row.MemoryRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetFitTest {
    @Test
    void scalesNumbersByTheTrainSplit() throws IOException {
        Target target = fit(Task.REGRESSION, LabelTransform.NONE, numbers(1, 2, 3, 6), numbers(100));

        assertThat(target).isInstanceOfSatisfying(Target.Numbers.class, numbers -> {
            assertThat(numbers.mean()).isEqualTo(3);
            assertThat(numbers.stddev()).isCloseTo(Math.sqrt(14 / 4.0), within(1e-12));
            assertThat(numbers.scale().scaled(3)).isZero();
            assertThat(numbers.scale().max()).isEqualTo(6);
        });
    }

    @Test
    void scalesLogarithms() throws IOException {
        Target target = fit(Task.REGRESSION, LabelTransform.LOG, numbers(1, Math.E * Math.E), numbers(5));

        assertThat(target).isInstanceOfSatisfying(Target.Numbers.class, numbers -> {
            assertThat(numbers.scale().scaled(Math.E)).isCloseTo(0, within(1e-12));
            assertThat(numbers.scale().stddev()).isCloseTo(1, within(1e-12));
            assertThat(numbers.mean()).isCloseTo((1 + Math.E * Math.E) / 2, within(1e-12));
        });
    }

    @Test
    void findsClassesInByteOrder() throws IOException {
        assertThat(fit(Task.MULTICLASS, ColumnType.CATEGORY, null, texts("b", "a", "Z", "b"), texts("unseen")))
                .isEqualTo(new Target.Classes("y", Task.MULTICLASS, List.of("Z", "a", "b"), List.of(1L, 1L, 2L)));
    }

    @Test
    void putsThePositiveClassSecond() throws IOException {
        assertThat(fit(Task.BINARY, ColumnType.CATEGORY, "No", texts("Yes", "No"), texts("No")))
                .isEqualTo(new Target.Classes("y", Task.BINARY, List.of("Yes", "No"), List.of(1L, 1L)));
        assertThat(fit(Task.BINARY, ColumnType.BOOLEAN, null, numbers(1, 0, 1), numbers(0)))
                .isEqualTo(new Target.Classes("y", Task.BINARY, List.of("false", "true"), List.of(1L, 2L)));
        assertThat(fit(Task.BINARY, ColumnType.INTEGER, null, numbers(-1, 1, 1), numbers(1)))
                .isEqualTo(new Target.Classes("y", Task.BINARY, List.of("-1", "1"), List.of(1L, 2L)));
    }

    @Test
    void balancesClasses() {
        Target.Classes classes = new Target.Classes("y", Task.BINARY, List.of("a", "b"), List.of(1L, 3L));

        assertThat(classes.balancedWeights()).containsExactly(2.0, 4 / 6.0);
    }

    @Test
    void refusesALogarithmOfZeroAndLess() {
        assertThatThrownBy(() -> fit(Task.REGRESSION, LabelTransform.LOG, numbers(1, 0, 2), numbers(-8)))
                .hasMessage(
                        "spec.model.label.transform: log needs positive labels, but 2 rows of the train and validation splits have a \"y\" of zero or less, down to -8.0; use the transform none, or leave such rows out of the data version.");
    }

    @Test
    void refusesMissingLabels() {
        assertThatThrownBy(() -> fit(Task.REGRESSION, LabelTransform.NONE, numbers(1, Double.NaN), numbers(1)))
                .hasMessage(
                        "spec.model.label.column: 1 rows of the train and validation splits have no \"y\"; give it the role label in the data version, so that such rows are in no split.");
    }

    @Test
    void refusesLabelsThatAreAllTheSame() {
        assertThatThrownBy(() -> fit(Task.REGRESSION, LabelTransform.NONE, numbers(4, 4), numbers(1)))
                .hasMessage(
                        "spec.model.label.column: \"y\" is about 4.0 in all 2 rows of the train split; there is nothing to learn.");
        assertThatThrownBy(() -> fit(Task.BINARY, ColumnType.CATEGORY, null, texts("No", "No"), texts("Yes")))
                .hasMessage(
                        "spec.model.label.column: every row of the train split has the class \"No\" of \"y\"; there is nothing to learn.");
    }

    @Test
    void refusesAThirdClassOfABinaryTask() {
        assertThatThrownBy(() -> fit(Task.BINARY, ColumnType.CATEGORY, null, texts("a", "b", "c"), texts("a")))
                .hasMessage(
                        "spec.model.task: binary knows two classes, but \"y\" has 3 in the train split (such as \"a\", \"b\", \"c\"); use the task multiclass.");
    }

    @Test
    void refusesAPositiveClassThatIsNotThere() {
        assertThatThrownBy(() -> fit(Task.BINARY, ColumnType.CATEGORY, "yes", texts("Yes", "No"), texts("No")))
                .hasMessage(
                        "spec.model.label.positive: the label \"y\" has no class \"yes\"; choose one of \"No\", \"Yes\".");
    }

    @Test
    void refusesTooManyClasses() {
        double[] numbers = IntStream.range(0, 1001).asDoubleStream().toArray();

        assertThatThrownBy(() -> fit(Task.MULTICLASS, ColumnType.INTEGER, null, numbers, numbers(1)))
                .hasMessageStartingWith("spec.model.label.column: \"y\" has more than 1000 classes in the train split");
    }

    private static Target fit(Task task, LabelTransform transform, Object train, Object validation) throws IOException {
        return fit(
                new LabelColumn("y", ColumnType.NUMBER),
                new ModelPlan(task, new LabelPlan("y", transform, null), List.of(), List.of()),
                rows(train, validation));
    }

    private static Target fit(Task task, ColumnType type, @Nullable String positive, Object... splits)
            throws IOException {
        return fit(
                new LabelColumn("y", type),
                new ModelPlan(task, new LabelPlan("y", LabelTransform.NONE, positive), List.of(), List.of()),
                rows(splits[0], splits[1]));
    }

    private static Target fit(LabelColumn column, ModelPlan plan, MemoryRows rows) throws IOException {
        return TargetFit.fit(column, plan, rows);
    }

    private static MemoryRows rows(Object train, Object validation) {
        return new MemoryRows().with(Split.TRAIN, Map.of("y", train)).with(Split.VALIDATION, Map.of("y", validation));
    }

    private static double[] numbers(double... values) {
        return values;
    }

    private static String[] texts(String... values) {
        return values;
    }
}
