package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import dev.millrace.operator.step.SecretKeys;
import java.util.List;
import java.util.Optional;

/** Objects of a bucket. Which they are is the plan's, with what credentials they are read is not. */
final class S3Source {
    private static final String FIELD = "spec.source.s3";

    private S3Source() {}

    static Resolution<SourcePlan> plan(Source.S3Objects s3) {
        String endpoint = s3.endpoint();
        if (endpoint != null && !SourceUrl.hasHost(endpoint)) {
            return new Invalid<>(
                    Reason.INVALID_SPEC,
                    List.of(new Problem(
                            FIELD + ".endpoint",
                            "not a URL: write a host name of letters, digits, '.' and '-', and perhaps a port")));
        }
        return new Ready<>(new SourcePlan.S3Objects(s3.uri(), endpoint, s3.region(), s3.pathStyle()));
    }

    static Optional<SecretKeys> secret(Source.S3Objects s3) {
        return Optional.ofNullable(s3.secretRef())
                .map(secret -> new SecretKeys(
                        FIELD + ".secretRef.name",
                        secret.name(),
                        List.of("accessKeyId", "secretAccessKey"),
                        List.of("sessionToken")));
    }
}
