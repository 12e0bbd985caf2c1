/** Graphs, run by ONNX Runtime over batches of rows. */
@NullMarked
package dev.millrace.model.inference;

import org.jspecify.annotations.NullMarked;
