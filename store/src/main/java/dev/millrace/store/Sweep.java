package dev.millrace.store;

import dev.millrace.contract.Digest;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What a garbage collection does to a store, while others write to it. A sweep removes nothing that was written or renewed since the time
 * that it was begun with, not even in the moment of removal: who put or renewed a blob finds it afterwards. It may be killed at any point: each
 * thing is there as a whole or gone.
 *
 * <p>All methods throw {@link StoreException.StoreUnavailable} if input or output fails.
 */
public interface Sweep {
    /** Tells every blob that is there, in any order. What comes or goes meanwhile may be told or not. */
    void blobs(Consumer<Digest> each);

    /**
     * Tells the keys of all documents, in any order. What comes or goes meanwhile may be told or not.
     *
     * @param folder that they begin with, such as {@code runs}
     */
    void documents(String folder, Consumer<String> each);

    /** How many blobs are best removed by one call. */
    int atOnce();

    /**
     * Removes blobs.
     *
     * @return the size of each in bytes; empty: it was used too lately and stays, or it is gone already
     */
    List<OptionalLong> remove(List<Digest> blobs);

    /**
     * Removes a document.
     *
     * @return its size in bytes; empty: it was written too lately and stays, or it is gone already
     */
    OptionalLong remove(String documentKey);

    /**
     * Removes what writers left behind that were killed while they wrote.
     *
     * @return bytes that this freed
     */
    long removeAbandoned();
}
