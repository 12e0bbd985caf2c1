package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.operator.step.SecretKeys;
import java.util.List;

/** A query of a database. What the Secret holds is none of the plan: the version itself, which asks once, is what tells plans apart. */
final class JdbcSource {
    private static final List<String> KEYS = List.of("url", "user", "password");

    private JdbcSource() {}

    static SourcePlan plan(DatasetVersion version, Source.DatabaseQuery jdbc) {
        return new SourcePlan.Jdbc(jdbc.query(), version.getMetadata().getUid());
    }

    static SecretKeys secret(Source.DatabaseQuery jdbc) {
        return new SecretKeys(
                "spec.source.jdbc.secretRef.name", jdbc.secretRef().name(), KEYS);
    }
}
