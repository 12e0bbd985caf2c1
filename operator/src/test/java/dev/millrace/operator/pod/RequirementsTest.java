package dev.millrace.operator.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequirementsTest {
    private static final ResourceRequirements DEFAULTS =
            requirements("requests: {cpu: 500m, memory: 1Gi}\nlimits: {memory: 2Gi}");

    @Test
    void aSpecThatSaysNothingHasTheDefaults() {
        assertThat(Requirements.merge(null, DEFAULTS)).isEqualTo(DEFAULTS);
    }

    @Test
    void aResourceThatTheSpecNamesIsTheSpecsAlone() {
        ResourceRequirements spec = requirements("requests: {memory: 4Gi}\nlimits: {nvidia.com/gpu: 1}");

        assertThat(Requirements.merge(spec, DEFAULTS))
                .isEqualTo(requirements("requests: {cpu: 500m, memory: 4Gi}\nlimits: {nvidia.com/gpu: 1}"));
    }

    @ParameterizedTest
    @CsvSource({"500m, 1", "1, 1", "1001m, 2", "8, 8"})
    void threadsAreTheCoresUnderTheLimit(String cpu, int threads) {
        assertThat(Requirements.threads(requirements("limits: {cpu: " + cpu + "}")))
                .isEqualTo(threads);
    }

    @Test
    void withoutALimitThereIsOneThreadWhateverIsRequested() {
        assertThat(Requirements.threads(requirements("requests: {cpu: 8}"))).isEqualTo(1);
    }

    @Test
    void countsProcessorsOfEveryVendor() {
        assertThat(Requirements.gpus(requirements("limits: {cpu: 1, nvidia.com/gpu: 2, amd.com/gpu: 1}")))
                .isEqualTo(3);
    }

    private static ResourceRequirements requirements(String yaml) {
        return Serialization.unmarshal(yaml, ResourceRequirements.class);
    }
}
