/** What pods of the conformance tests run. */
@NullMarked
package dev.millrace.local.conformance.pod;

import org.jspecify.annotations.NullMarked;
