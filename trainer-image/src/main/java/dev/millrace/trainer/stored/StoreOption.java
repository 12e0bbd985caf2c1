package dev.millrace.trainer.stored;

import dev.millrace.contract.report.StepException;
import dev.millrace.store.Store;
import java.net.URI;
import picocli.CommandLine.Option;

/** Which store a command works on. */
public final class StoreOption {
    @Option(
            names = "--store",
            required = true,
            paramLabel = "URI",
            description = "Where data versions, models and reports lie: file:///path or s3://bucket/prefix.")
    @SuppressWarnings("NullAway.Init")
    private URI uri;

    /** For tests and embedding: what the command line would say. */
    public static StoreOption of(URI uri) {
        StoreOption option = new StoreOption();
        option.uri = uri;
        return option;
    }

    /**
     * Opens the store.
     *
     * @throws StepException if the URI is of no kind that there is
     * @throws dev.millrace.store.StoreException if it cannot be opened
     */
    public Store open() {
        try {
            return Store.open(uri);
        } catch (IllegalArgumentException e) {
            throw StepException.badInput(String.valueOf(e.getMessage()));
        }
    }
}
