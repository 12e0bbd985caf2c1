/** Pods: how ours are secured, and why one does not run, in a sentence. */
@NullMarked
package dev.millrace.operator.pod;

import org.jspecify.annotations.NullMarked;
