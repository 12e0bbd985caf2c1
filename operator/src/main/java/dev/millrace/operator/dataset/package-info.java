/** DatasetVersion: a source becomes a plan, the plan an ingest Job, its report the status. */
@NullMarked
package dev.millrace.operator.dataset;

import org.jspecify.annotations.NullMarked;
