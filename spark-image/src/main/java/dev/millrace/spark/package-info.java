/** The ingest as an application of Apache Spark: how its tasks are sent, and where they work. */
@NullMarked
package dev.millrace.spark;

import org.jspecify.annotations.NullMarked;
