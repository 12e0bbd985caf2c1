/** How good a model is: metrics, baselines, gates, and whether the exported graph answers as the trained network does. */
@NullMarked
package dev.millrace.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
