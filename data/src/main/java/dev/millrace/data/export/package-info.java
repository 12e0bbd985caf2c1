/** Data versions as files for others: Parquet and Croissant metadata. See docs/export.md. */
@NullMarked
package dev.millrace.data.export;

import org.jspecify.annotations.NullMarked;
