/** Rows that can be read only once, kept in the scratch folder for as long as an ingest reads them. */
@NullMarked
package dev.millrace.data.spool;

import org.jspecify.annotations.NullMarked;
