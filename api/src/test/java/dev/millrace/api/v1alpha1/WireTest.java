package dev.millrace.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.api.schema.Definitions;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.training.TrainingRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes over the wire can be read by older and newer versions, and holds nothing that nobody set. */
class WireTest {
    @Test
    void fieldsAndValuesOfANewerVersionAreSkipped() {
        TrainingRun run = Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: TrainingRun
                metadata: {name: houses-a}
                spec:
                  dataset: {name: houses-1, branch: main}
                  model: {task: regression, layers: [{type: conv2d, filters: 8}]}
                  replayOf: {name: houses-0}
                status:
                  phase: Queued
                """, TrainingRun.class);

        assertThat(run.getSpec().dataset().name()).isEqualTo("houses-1");
        assertThat(run.getSpec().model().layers()).hasSize(1);
        assertThat(run.getSpec().model().layers().get(0).type()).isNull();
        assertThat(run.getStatus().phase()).isNull();
    }

    @Test
    void whatIsUnsetIsAbsent() {
        DatasetVersion version = new DatasetVersion();
        version.setStatus(new DatasetVersionStatus(
                1L,
                DatasetVersionStatus.Phase.PENDING,
                null,
                List.of(),
                null,
                null,
                0L,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                List.of()));

        assertThat(Serialization.asJson(version.getStatus()))
                .isEqualTo("{\"observedGeneration\":1,\"phase\":\"Pending\",\"rows\":0}");
    }

    @Test
    void everyTypeSkipsWhatItDoesNotKnow() {
        Set<Class<?>> types = new LinkedHashSet<>();
        Definitions.KINDS.forEach(kind -> {
            ParameterizedType type = (ParameterizedType) kind.getGenericSuperclass();
            Stream.of(type.getActualTypeArguments()).forEach(argument -> collect(argument, types));
        });

        assertThat(types)
                .hasSizeGreaterThan(60)
                .allMatch(type -> type.isAnnotationPresent(type.isEnum() ? WireEnum.class : Wire.class));
    }

    /** Adds the records and enums of ours that a type is made of. */
    private static void collect(Type type, Set<Class<?>> types) {
        if (type instanceof ParameterizedType generic) {
            Stream.of(generic.getActualTypeArguments()).forEach(argument -> collect(argument, types));
        } else if (type instanceof Class<?> raw && raw.getPackageName().startsWith("dev.millrace") && types.add(raw)) {
            if (raw.isRecord()) {
                Stream.of(raw.getRecordComponents())
                        .map(RecordComponent::getGenericType)
                        .forEach(component -> collect(component, types));
            }
        }
    }
}
