package dev.millrace.store.collection;

import dev.millrace.contract.Digest;
import dev.millrace.contract.plan.CollectionPlan;
import dev.millrace.contract.report.CollectionSummary;
import dev.millrace.store.Documents;
import dev.millrace.store.Store;
import dev.millrace.store.Sweep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Removes from a store what nothing live reaches. Steps and servers may work on meanwhile, and so may another collection. Killed at any point, it leaves a store
 * in which all that is live is whole, and the next one finishes: what refers goes before what it refers to.
 */
public final class Collection {
    /** The most that a summary names. */
    private static final int MOST_MISSING = 5;

    private final Sweep sweep;
    private final Reach reach;
    private final Runnable stopCheck;
    private final List<Digest> garbage = new ArrayList<>();
    private long freed;
    private long removedBlobs;
    private long removedDocuments;
    private long liveBlobs;
    private long youngBlobs;

    private Collection(Sweep sweep, Reach reach, Runnable stopCheck) {
        this.sweep = sweep;
        this.reach = reach;
        this.stopCheck = stopCheck;
    }

    /**
     * Marks and sweeps.
     *
     * @param stopCheck called before each removal, of one thing or of some at once; what it throws ends the collection
     * @throws dev.millrace.store.StoreException.ContentCorrupted if it cannot be known what is live; then nothing was removed
     * @throws dev.millrace.store.StoreException if the store fails
     * @throws java.time.format.DateTimeParseException if the plan's time is none
     */
    public static CollectionSummary run(Store store, CollectionPlan plan, Runnable stopCheck) {
        Sweep sweep = store.sweep(Instant.parse(plan.keepSince()));
        List<String> documents = new ArrayList<>();
        // A step's report goes first, then the manifests that it stands for, then what these name.
        for (String folder : List.of(Documents.RUNS, Documents.MODELS, Documents.DATASETS)) {
            sweep.documents(folder, documents::add);
        }
        Reach reach = Reach.of(store, plan, documents);
        Collection collection = new Collection(sweep, reach, stopCheck);
        documents.forEach(collection::judge);
        sweep.blobs(collection::judge);
        collection.removeGarbage();
        return collection.summary(sweep.removeAbandoned());
    }

    private void judge(String document) {
        if (!reach.holds(document)) {
            stopCheck.run();
            OptionalLong size = sweep.remove(document);
            if (size.isPresent()) {
                removedDocuments++;
                freed += size.getAsLong();
            }
        }
    }

    private void judge(Digest blob) {
        if (reach.holds(blob)) {
            liveBlobs++;
            return;
        }
        garbage.add(blob);
        if (garbage.size() == sweep.atOnce()) {
            removeGarbage();
        }
    }

    private void removeGarbage() {
        if (garbage.isEmpty()) {
            return;
        }
        stopCheck.run();
        for (OptionalLong size : sweep.remove(List.copyOf(garbage))) {
            if (size.isPresent()) {
                removedBlobs++;
                freed += size.getAsLong();
            } else {
                youngBlobs++;
            }
        }
        garbage.clear();
    }

    private CollectionSummary summary(long abandoned) {
        return new CollectionSummary(
                freed + abandoned,
                removedBlobs,
                removedDocuments,
                liveBlobs,
                youngBlobs,
                reach.missing().stream().limit(MOST_MISSING).toList());
    }
}
