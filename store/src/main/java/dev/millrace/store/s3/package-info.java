/**
 * S3 and what speaks like it: a store in a bucket, and the reading of objects that any bucket has.
 *
 * <p>Nothing here is loaded where the store is a volume: the SDK takes longer to load than a model server to start.
 */
@NullMarked
package dev.millrace.store.s3;

import org.jspecify.annotations.NullMarked;
