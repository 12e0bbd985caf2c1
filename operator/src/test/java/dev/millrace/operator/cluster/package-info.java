/** What tests on a real API server play themselves. */
@NullMarked
package dev.millrace.operator.cluster;

import org.jspecify.annotations.NullMarked;
