/** Collection: what live objects name is told to a Job that removes everything else from a store. See docs/decisions/0021. */
@NullMarked
package dev.millrace.operator.collection;

import org.jspecify.annotations.NullMarked;
