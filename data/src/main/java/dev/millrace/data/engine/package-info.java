/** DuckDB as Millrace runs it: bounded memory, rows in order, columnar results, no network. */
@NullMarked
package dev.millrace.data.engine;

import org.jspecify.annotations.NullMarked;
