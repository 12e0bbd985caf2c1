/** What the server tells Prometheus. */
@NullMarked
package dev.millrace.server.metrics;

import org.jspecify.annotations.NullMarked;
