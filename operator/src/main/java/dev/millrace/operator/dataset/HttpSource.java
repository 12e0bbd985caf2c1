package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.Source;
import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.plan.SourceAccess;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of an HTTP server: its content is the plan's, its address is not. */
final class HttpSource {
    private HttpSource() {}

    static Resolution<SourcePlan> plan(Source.HttpFile http) {
        if (SourceUrl.hasHost(http.url())) {
            return new Ready<>(new SourcePlan.HttpFile(new Digest("sha256:" + http.sha256())));
        }
        return new Invalid<>(
                Reason.INVALID_SPEC,
                List.of(
                        new Problem(
                                "spec.source.http.url",
                                "not a URL: write a host name of letters, digits, '.' and '-', and other characters of the path as %XX")));
    }

    static SourceAccess access(Source.HttpFile http) {
        return new SourceAccess(http.url());
    }

    /** The format that the URL's path ends with; null: none that is known. */
    static @Nullable DataFormat format(Source.HttpFile http) {
        return DataFormat.ofName(http.url().split("\\?", 2)[0]).orElse(null);
    }
}
