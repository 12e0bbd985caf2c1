/** Readiness, liveness and startup probes. */
@NullMarked
package dev.millrace.local.node.probe;

import org.jspecify.annotations.NullMarked;
