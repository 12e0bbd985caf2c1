package dev.millrace.model.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.contract.plan.ModelPlan.LabelTransform;
import org.junit.jupiter.api.Test;

class LabelScaleTest {
    private static final LabelScale LOG =
            new LabelScale(LabelTransform.LOG, Math.log(100), 0.5, Math.log(10), Math.log(1000));

    @Test
    void goesThereAndBack() {
        assertThat(LOG.scaled(100)).isZero();
        assertThat(LOG.label(LOG.scaled(55))).isCloseTo(55, within(1e-9));
    }

    @Test
    void staysWithinTheTrainSplitsRangeAfterALogarithm() {
        assertThat(LOG.label(1e9)).isCloseTo(1000, within(1e-9));
        assertThat(LOG.label(-1e9)).isCloseTo(10, within(1e-9));
    }

    @Test
    void goesBeyondItWithoutOne() {
        LabelScale plain = new LabelScale(LabelTransform.NONE, 10, 2, 4, 16);

        assertThat(plain.label(100)).isEqualTo(210);
    }

    @Test
    void refusesALabelThatDoesNotVary() {
        assertThatThrownBy(() -> new LabelScale(LabelTransform.NONE, 10, 0, 10, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
