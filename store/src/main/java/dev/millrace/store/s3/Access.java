package dev.millrace.store.s3;

import dev.millrace.store.StoreException.StoreMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;

/** Puts what goes wrong with a store into words. */
record Access(URI store, S3Connection connection, String bucket) {
    /** What is done with the store. */
    @FunctionalInterface
    interface Operation<T> {
        T run() throws IOException;
    }

    <T> T reading(String what, Operation<T> operation) {
        return run(what + " cannot be read from the store " + store, operation);
    }

    <T> T writing(Operation<T> operation) {
        return run("the store " + store + " cannot be written", operation);
    }

    <T> T sweeping(Operation<T> operation) {
        return run("the store " + store + " cannot be swept", operation);
    }

    private <T> T run(String failed, Operation<T> operation) {
        try {
            return operation.run();
        } catch (SdkException e) {
            S3Problem problem = S3Problem.of(e, connection, bucket);
            String sentence = failed + ": " + problem.sentence();
            throw switch (problem.kind()) {
                case NO_SUCH_BUCKET -> new StoreMissing(sentence, e);
                case NO_SUCH_KEY, DENIED, CHANGED, UNAVAILABLE -> new StoreUnavailable(sentence, e);
            };
        } catch (UncheckedIOException e) {
            throw notCopied("a copy", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw new StoreUnavailable(failed + ": " + e.getMessage(), e);
        }
    }

    /** A copy that this machine could not take. */
    static StoreUnavailable notCopied(String what, IOException e) {
        return new StoreUnavailable(
                what + " of what is read from the store cannot be written: " + e.getMessage()
                        + " (is the scratch space large enough?)",
                e);
    }
}
