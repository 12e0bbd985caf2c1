package dev.millrace.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.plan.ModelPlan.Activation;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsFileTest {
    private static final Network NETWORK = new Network(List.of(
            new Layer.BatchNorm(
                    Tensor.vector(1, 1), Tensor.vector(0, 0), Tensor.vector(3, 4), Tensor.vector(5, 6), 1e-5f),
            new Layer.Dense(Tensor.of(new float[] {1, 2}, 2, 1), Tensor.vector(-0.5f), Activation.IDENTITY)));

    @Test
    void comesBackAsItWasWritten() {
        assertThat(WeightsFile.read(WeightsFile.of(NETWORK)))
                .containsExactly(
                        new WeightsFile.Entry("0.gamma", Tensor.vector(1, 1)),
                        new WeightsFile.Entry("0.beta", Tensor.vector(0, 0)),
                        new WeightsFile.Entry("0.mean", Tensor.vector(3, 4)),
                        new WeightsFile.Entry("0.variance", Tensor.vector(5, 6)),
                        new WeightsFile.Entry("1.weights", Tensor.of(new float[] {1, 2}, 2, 1)),
                        new WeightsFile.Entry("1.bias", Tensor.vector(-0.5f)));
    }

    @Test
    void isWhatTheDocumentSays() {
        Network network = new Network(
                List.of(new Layer.Dense(Tensor.of(new float[] {1}, 1, 1), Tensor.vector(-0.5f), Activation.IDENTITY)));

        assertThat(HexFormat.of().formatHex(WeightsFile.of(network)))
                .isEqualTo("4d4c5257" + "01000000" + "02000000"
                        + "09000000" + "302e77656967687473" + "02000000" + "01000000" + "01000000" + "0000803f"
                        + "06000000" + "302e62696173" + "01000000" + "01000000" + "000000bf");
    }

    @Test
    void isRefusedWhenItIsCutOffAnywhere() {
        byte[] file = WeightsFile.of(NETWORK);

        for (int length = 0; length < file.length; length++) {
            byte[] part = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> WeightsFile.read(part)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isRefusedWithAnythingAfterItsEnd() {
        byte[] file = WeightsFile.of(NETWORK);

        assertThatThrownBy(() -> WeightsFile.read(Arrays.copyOf(file, file.length + 1)))
                .hasMessage("a weights file with 1 bytes after its end");
    }
}
