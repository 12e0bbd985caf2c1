/** From raw columns to predictions: the loaded graph, its inputs, and the tensors that it runs on. */
@NullMarked
package dev.millrace.server.inference;

import org.jspecify.annotations.NullMarked;
