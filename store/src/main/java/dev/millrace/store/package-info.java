/**
 * Where all bytes lie: immutable blobs named by their digest, and small documents that refer to them.
 *
 * <p>Blobs are never changed, so writers need no locks: who writes the same content twice writes the same name. Documents are replaced
 * whole. Readers check the digest of what they read, each time.
 */
@NullMarked
package dev.millrace.store;

import org.jspecify.annotations.NullMarked;
