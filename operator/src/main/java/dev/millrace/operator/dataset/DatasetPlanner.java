package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.Column;
import dev.millrace.api.v1alpha1.dataset.DataTest;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.Severity;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.plan.TestPlan.ReferencePlan;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import dev.millrace.operator.resolution.Resolution.Waiting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a version's plan. */
final class DatasetPlanner {
    private DatasetPlanner() {}

    /** @param image the trainer image, as configured */
    static Resolution<IngestPlan> resolve(DatasetVersion version, DatasetInputs inputs, String image) {
        if (inputs.storeMissing().isPresent()) {
            return new Waiting<>(inputs.storeMissing().get());
        }
        DatasetVersionSpec spec = version.getSpec();
        return source(version, inputs)
                .then(source -> others(spec, inputs).then(others -> new Ready<>(plan(spec, source, others, image))));
    }

    private static Resolution<SourcePlan> source(DatasetVersion version, DatasetInputs inputs) {
        Source source = version.getSpec().source();
        Source.VolumePath volume = source.volume();
        if (volume != null) {
            return inputs.claimThere()
                    ? new Ready<>(new SourcePlan.VolumePath(volume.claimName(), volume.path()))
                    : Waiting.blocked(
                            Reason.SOURCE_NOT_FOUND,
                            "PersistentVolumeClaim '" + volume.claimName()
                                    + "' (spec.source.volume.claimName) does not exist in this namespace");
        }
        if (source.http() != null) {
            return HttpSource.plan(source.http());
        }
        if (source.s3() != null) {
            return S3Source.plan(source.s3());
        }
        if (source.jdbc() != null) {
            return new Ready<>(JdbcSource.plan(version, source.jdbc()));
        }
        Source.ConfigMapKey key = source.configMap();
        if (key == null) {
            return new Invalid<>(
                    Reason.INVALID_SPEC,
                    List.of(new Problem("spec.source", "give exactly one of configMap, volume, http, s3 and jdbc")));
        }
        ConfigMap configMap = inputs.configMap();
        if (configMap == null) {
            return Waiting.blocked(
                    Reason.SOURCE_NOT_FOUND,
                    "ConfigMap '" + key.name() + "' (spec.source.configMap.name) does not exist in this namespace");
        }
        return content(configMap, key.key())
                .<Resolution<SourcePlan>>map(
                        bytes -> new Ready<>(new SourcePlan.ConfigMapKey(key.key(), Digest.of(bytes))))
                .orElseGet(() -> Waiting.blocked(
                        Reason.SOURCE_NOT_FOUND,
                        "ConfigMap '" + key.name() + "' has no key '" + key.key()
                                + "' (spec.source.configMap.key); it has " + keys(configMap)));
    }

    private static Optional<byte[]> content(ConfigMap configMap, String key) {
        if (configMap.getBinaryData() != null && configMap.getBinaryData().containsKey(key)) {
            return Optional.of(
                    Base64.getDecoder().decode(configMap.getBinaryData().get(key)));
        }
        return Optional.ofNullable(configMap.getData())
                .map(data -> data.get(key))
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static String keys(ConfigMap configMap) {
        TreeSet<String> keys = new TreeSet<>();
        if (configMap.getData() != null) {
            keys.addAll(configMap.getData().keySet());
        }
        if (configMap.getBinaryData() != null) {
            keys.addAll(configMap.getBinaryData().keySet());
        }
        return keys.isEmpty() ? "none" : "'" + String.join("', '", keys) + "'";
    }

    /**
     * What to compare with.
     *
     * @param view of its rows; null: none was reported
     */
    private record Parent(Digest rows, @Nullable Digest view) {}

    /** The version to compare with: any parent that has one, for rows are compared, not quality. */
    private static Resolution<Optional<Parent>> parent(DatasetVersionSpec spec, DatasetInputs inputs) {
        if (spec.parent() == null) {
            return new Ready<>(Optional.empty());
        }
        String name = "DatasetVersion '" + spec.parent().name() + "' (spec.parent.name)";
        if (inputs.parent() == null) {
            return Waiting.blocked(Reason.PARENT_NOT_FOUND, name + " does not exist in this namespace");
        }
        DatasetVersionStatus status = inputs.parent().getStatus();
        if (status != null && status.digest() != null) {
            return new Ready<>(Optional.of(
                    new Parent(new Digest(status.digest()), status.view() == null ? null : new Digest(status.view()))));
        }
        if (status != null && status.phase() == DatasetVersionStatus.Phase.FAILED) {
            return new Invalid<>(
                    Reason.PARENT_NOT_READY,
                    List.of(new Problem(
                            "spec.parent.name",
                            "DatasetVersion '" + spec.parent().name() + "' failed and has no rows to compare with: "
                                    + status.message() + "; use a new object with another parent")));
        }
        return Waiting.blocked(Reason.PARENT_NOT_READY, name + " is not ready yet");
    }

    /**
     * The versions that a plan hangs on.
     *
     * @param parent null: none is named
     * @param referenced digests of those that tests refer to, by name
     */
    private record Others(@Nullable Parent parent, Map<String, Digest> referenced) {}

    private static Resolution<Others> others(DatasetVersionSpec spec, DatasetInputs inputs) {
        return parent(spec, inputs).then(parent -> References.resolve(spec, inputs.referenced())
                .then(digests -> new Ready<>(new Others(parent.orElse(null), digests))));
    }

    private static IngestPlan plan(DatasetVersionSpec spec, SourcePlan source, Others others, String image) {
        Parent parent = others.parent();
        return new IngestPlan(
                source,
                format(spec),
                spec.query(),
                Boolean.TRUE.equals(spec.strictColumns()),
                spec.columns().stream().map(DatasetPlanner::column).toList(),
                SplitPlans.of(spec),
                spec.tests().stream()
                        .map(test -> test(test, others.referenced()))
                        .toList(),
                parent == null ? null : parent.rows(),
                parent == null ? null : parent.view(),
                image);
    }

    private static @Nullable DataFormat format(DatasetVersionSpec spec) {
        if (spec.format() == null) {
            // The name of a downloaded file is none of the plan's, so what it tells has to be.
            return spec.source().http() == null
                    ? null
                    : HttpSource.format(spec.source().http());
        }
        return switch (spec.format()) {
            case CSV -> DataFormat.CSV;
            case PARQUET -> DataFormat.PARQUET;
            case JSON_LINES -> DataFormat.JSON_LINES;
        };
    }

    private static ColumnPlan column(Column column) {
        return new ColumnPlan(
                column.name(),
                column.type() == null ? null : ColumnType.valueOf(column.type().name()),
                column.role() == null ? null : ColumnRole.valueOf(column.role().name()),
                Boolean.TRUE.equals(column.sensitive()) ? true : null);
    }

    private static @Nullable ReferencePlan reference(DataTest test, Map<String, Digest> referenced) {
        DataTest.Reference reference = test.references();
        Digest dataset =
                reference == null ? null : referenced.get(reference.dataset().name());
        return reference == null || dataset == null ? null : new ReferencePlan(dataset, reference.column());
    }

    private static TestPlan test(DataTest test, Map<String, Digest> referenced) {
        return new TestPlan(
                test.name(),
                test.column(),
                test.severity() == DataTest.Severity.WARN ? Severity.WARN : null,
                test.min(),
                test.max(),
                test.nullable(),
                test.maxNullFraction(),
                test.allowed().isEmpty() ? null : test.allowed(),
                test.pattern(),
                test.unique(),
                test.maxDrift(),
                test.maxAge() == null ? null : true,
                reference(test, referenced),
                test.minRows(),
                test.maxRows(),
                test.sql(),
                test.equals());
    }
}
