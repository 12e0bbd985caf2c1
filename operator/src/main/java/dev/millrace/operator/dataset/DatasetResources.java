package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourceAccess;
import dev.millrace.operator.child.Labels;
import dev.millrace.operator.configuration.OperatorConfiguration;
import dev.millrace.operator.step.SecretKeys;
import dev.millrace.operator.step.Step;
import dev.millrace.operator.step.Step.Placement;
import dev.millrace.operator.step.StepInput;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.Map;
import java.util.Optional;

/** A version's ingest as a step. */
final class DatasetResources {
    /** An ingest has nobody to say how often: as often as a run by default. */
    private static final int RETRIES = 3;

    private DatasetResources() {}

    static Step step(DatasetVersion version, IngestPlan plan, OperatorConfiguration configuration) {
        return new Step(
                Step.Kind.INGEST,
                version,
                plan,
                new Step.Marks(Map.of(Labels.DATASET, version.getMetadata().getName()), Map.of(), 0),
                configuration.ingest(),
                Placement.ANYWHERE,
                RETRIES,
                input(version.getSpec()));
    }

    private static StepInput input(DatasetVersionSpec spec) {
        Source source = spec.source();
        Optional<SourceAccess> access = Optional.ofNullable(source.http()).map(HttpSource::access);
        Optional<SecretKeys> secret = Optional.ofNullable(source.jdbc())
                .map(JdbcSource::secret)
                .or(() -> Optional.ofNullable(source.s3()).flatMap(S3Source::secret));
        return new StepInput(
                volume(source),
                access.isPresent() || source.s3() != null || source.jdbc() != null,
                access,
                secret,
                Optional.ofNullable(spec.serviceAccountName()));
    }

    /** Only the key that is read is mounted, and a volume never for writing. Empty: the source is reached over the network. */
    private static Optional<Volume> volume(Source source) {
        Source.ConfigMapKey key = source.configMap();
        if (key != null) {
            return Optional.of(new VolumeBuilder()
                    .withNewConfigMap()
                    .withName(key.name())
                    .addNewItem()
                    .withKey(key.key())
                    .withPath(key.key())
                    .endItem()
                    .endConfigMap()
                    .build());
        }
        return Optional.ofNullable(source.volume()).map(volume -> new VolumeBuilder()
                .withNewPersistentVolumeClaim()
                .withClaimName(volume.claimName())
                .endPersistentVolumeClaim()
                .build());
    }
}
