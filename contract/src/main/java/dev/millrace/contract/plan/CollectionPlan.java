package dev.millrace.contract.plan;

import dev.millrace.contract.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One collection of what nothing live reaches any more in a store. What is live is told by the objects of all namespaces that share the store.
 *
 * @param keepSince what was written or used at this time or later stays (RFC 3339, UTC): it may belong to an object that was not there
 *     yet when the others were listed
 * @param datasets that objects name
 * @param models digests that objects name
 * @param steps keys of the steps whose objects are there
 */
public record CollectionPlan(String keepSince, List<LiveDataset> datasets, List<Digest> models, List<Digest> steps) {
    public CollectionPlan {
        datasets = List.copyOf(datasets);
        models = List.copyOf(models);
        steps = List.copyOf(steps);
    }

    /**
     * A data version.
     *
     * @param digest of its rows
     * @param view of them; null: none was reported, or the object names rows alone
     */
    public record LiveDataset(Digest digest, @Nullable Digest view) {}
}
