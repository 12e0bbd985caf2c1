/**
 * What the operator's pods and processes tell each other: plans go in, reports come out, manifests describe what lies in the store.
 *
 * <p>Everything here is an immutable record that Jackson reads and writes by {@link Json}.
 */
@NullMarked
package dev.millrace.contract;

import org.jspecify.annotations.NullMarked;
