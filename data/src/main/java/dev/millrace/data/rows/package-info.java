/** The identity of rows: their binary encoding, their hashes, chunks of rows, and the tree above them. See docs/formats/row-encoding.md. */
@NullMarked
package dev.millrace.data.rows;

import org.jspecify.annotations.NullMarked;
