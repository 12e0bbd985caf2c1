package dev.millrace.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.plan.ModelPlan.Task;
import dev.millrace.contract.report.Metric;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScoresTest {
    @Test
    void numbersByHand() {
        NumberScores scores = new NumberScores();
        scores.add(1, 2);
        scores.add(2, 2);
        scores.add(6, 3);

        // Errors 1, 0, -3; the labels' mean is 3, their squared distances 4 + 1 + 9.
        assertThat(scores.scorecard().values())
                .containsOnly(
                        Map.entry(Metric.RMSE, Math.sqrt(10 / 3.0)),
                        Map.entry(Metric.MAE, 4 / 3.0),
                        Map.entry(Metric.MAPE, (1 + 0 + 0.5) / 3),
                        Map.entry(Metric.R2, 1 - 10 / 14.0));
    }

    @Test
    void numbersLeaveOutWhatTheLabelsDoNotDefine() {
        NumberScores scores = new NumberScores();
        scores.add(0, 1);
        scores.add(0, 2);

        assertThat(scores.scorecard().values()).containsOnlyKeys(Metric.RMSE, Metric.MAE);
    }

    @Test
    void twoClassesByHand() {
        ClassScores scores = new ClassScores(Task.BINARY, 2);
        scores.add(1, 1, probabilities(0.25f, 0.75f));
        scores.add(1, 0, probabilities(0.5f, 0.5f));
        scores.add(0, 0, probabilities(0.5f, 0.5f));
        scores.add(0, 0, probabilities(0.75f, 0.25f));

        // Of the four pairs of a positive and a negative row three are in order, one is tied.
        assertThat(scores.scorecard().values())
                .containsOnly(
                        Map.entry(Metric.AUC, 3.5 / 4),
                        Map.entry(Metric.LOG_LOSS, (-2 * Math.log(0.75) - 2 * Math.log(0.5)) / 4),
                        Map.entry(Metric.ACCURACY, 0.75),
                        Map.entry(Metric.PRECISION, 1.0),
                        Map.entry(Metric.RECALL, 0.5),
                        Map.entry(Metric.F1, 2 / 3.0),
                        Map.entry(Metric.BRIER, (0.0625 + 0.25 + 0.25 + 0.0625) / 4));
    }

    @Test
    void severalClassesByHand() {
        ClassScores scores = new ClassScores(Task.MULTICLASS, 3);
        scores.add(0, 0, probabilities(1, 0, 0));
        scores.add(1, 0, probabilities(0.5f, 0.5f, 0));
        scores.add(2, 2, probabilities(0, 0, 1));
        scores.add(ClassScores.UNKNOWN, 1, probabilities(0, 1, 0));

        // F1: 2·1/(2+1) of the first, 0 of the second, 1 of the third. The unknown class has no probability: 1e-15.
        assertThat(scores.scorecard().values().get(Metric.ACCURACY)).isEqualTo(0.5);
        assertThat(scores.scorecard().values().get(Metric.MACRO_F1)).isCloseTo((2 / 3.0 + 0 + 1) / 3, within(1e-12));
        assertThat(scores.scorecard().values().get(Metric.LOG_LOSS))
                .isCloseTo((-Math.log(0.5) - Math.log(1e-15)) / 4, within(1e-12));
    }

    @Test
    void aucNeedsBothClasses() {
        ClassScores scores = new ClassScores(Task.BINARY, 2);
        scores.add(0, 0, probabilities(0.75f, 0.25f));

        assertThat(scores.scorecard().values()).doesNotContainKey(Metric.AUC);
    }

    @Property(tries = 100)
    void aucCountsPairs(
            @ForAll @Size(min = 2, max = 60) List<@IntRange(max = 9) Integer> tenths,
            @ForAll @Size(60) List<Boolean> positive) {
        RankedScores ranked = new RankedScores();
        double ordered = 0;
        double pairs = 0;
        for (int i = 0; i < tenths.size(); i++) {
            ranked.add(tenths.get(i) / 10f, positive.get(i));
            for (int j = 0; j < tenths.size(); j++) {
                if (positive.get(i) && !positive.get(j)) {
                    pairs++;
                    ordered += (Integer.signum(tenths.get(i) - tenths.get(j)) + 1) / 2.0;
                }
            }
        }

        double auc = ranked.auc();

        if (pairs == 0) {
            assertThat(auc).isNaN();
        } else {
            assertThat(auc).isCloseTo(ordered / pairs, within(1e-12));
        }
    }

    private static float[] probabilities(float... probabilities) {
        return probabilities;
    }
}
