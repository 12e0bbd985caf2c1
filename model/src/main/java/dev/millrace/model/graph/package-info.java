/** ONNX graphs, written node by node. */
@NullMarked
package dev.millrace.model.graph;

import org.jspecify.annotations.NullMarked;
