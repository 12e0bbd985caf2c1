package dev.millrace.operator.dataset;

import dev.millrace.api.v1alpha1.Reason;
import dev.millrace.api.v1alpha1.dataset.DataTest;
import dev.millrace.api.v1alpha1.dataset.DatasetVersion;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionSpec;
import dev.millrace.api.v1alpha1.dataset.DatasetVersionStatus;
import dev.millrace.contract.Digest;
import dev.millrace.operator.condition.Verdict;
import dev.millrace.operator.resolution.Resolution;
import dev.millrace.operator.resolution.Resolution.Invalid;
import dev.millrace.operator.resolution.Resolution.Problem;
import dev.millrace.operator.resolution.Resolution.Ready;
import dev.millrace.operator.resolution.Resolution.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The versions whose columns a version's tests refer to. */
final class References {
    private References() {}

    /** Their names, each once. */
    static Set<String> names(DatasetVersionSpec spec) {
        return spec.tests().stream()
                .map(DataTest::references)
                .filter(reference -> reference != null)
                .map(reference -> reference.dataset().name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Their digests by name: of versions that passed their tests, for what refers to wrong values is wrong itself.
     *
     * @param found those that are there
     */
    static Resolution<Map<String, Digest>> resolve(DatasetVersionSpec spec, Map<String, DatasetVersion> found) {
        Map<String, Digest> digests = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        Verdict waiting = null;
        for (DataTest test : spec.tests()) {
            if (test.references() == null) {
                continue;
            }
            String name = test.references().dataset().name();
            String field = "spec.tests[" + test.name() + "].references.dataset.name";
            DatasetVersion version = found.get(name);
            DatasetVersionStatus status = version == null ? null : version.getStatus();
            if (version == null) {
                waiting = Verdict.blocked(
                        Reason.DATASET_NOT_FOUND,
                        "DatasetVersion '" + name + "' (" + field + ") does not exist in this namespace");
            } else if (status != null && status.phase() == DatasetVersionStatus.Phase.FAILED) {
                problems.add(new Problem(
                        field,
                        "DatasetVersion '" + name + "' failed: " + status.message()
                                + "; use a new object that refers to another version"));
            } else if (status != null
                    && status.phase() == DatasetVersionStatus.Phase.READY
                    && status.digest() != null) {
                digests.put(name, new Digest(status.digest()));
            } else {
                waiting = Verdict.blocked(
                        Reason.DATASET_NOT_READY, "DatasetVersion '" + name + "' (" + field + ") is not ready yet");
            }
        }
        if (!problems.isEmpty()) {
            return new Invalid<>(Reason.DATASET_FAILED, problems);
        }
        return waiting == null ? new Ready<>(digests) : new Waiting<>(waiting);
    }
}
