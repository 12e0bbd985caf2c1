/** The cluster that the conformance tests ask, and how they ask it. */
@NullMarked
package dev.millrace.local.conformance.cluster;

import org.jspecify.annotations.NullMarked;
