/** What the network is trained on: features and labels of the train and validation splits, written once to mapped files. */
@NullMarked
package dev.millrace.trainer.tensor;

import org.jspecify.annotations.NullMarked;
