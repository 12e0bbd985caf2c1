/** Garbage collection by reachability: what live objects name stays, with all that it refers to. See docs/decisions/0021. */
@NullMarked
package dev.millrace.store.collection;

import org.jspecify.annotations.NullMarked;
