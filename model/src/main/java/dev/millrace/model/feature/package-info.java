/** How columns become a network's input: fitted on the train split, run as a graph in training and in serving alike. */
@NullMarked
package dev.millrace.model.feature;

import org.jspecify.annotations.NullMarked;
