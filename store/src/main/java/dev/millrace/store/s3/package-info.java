/**
 * S3 and what speaks like it: a store in a bucket, and the reading of objects that any bucket has.
 *
 * <p>Nothing here is loaded where the store is a volume, and of the SDK only its signer where a model server reads its model: the rest takes as long to
 * load as the server to start.
 */
@NullMarked
package dev.millrace.store.s3;

import org.jspecify.annotations.NullMarked;
