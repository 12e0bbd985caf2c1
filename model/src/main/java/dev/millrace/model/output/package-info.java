/** How a network's last layer becomes an answer in the label's own terms. */
@NullMarked
package dev.millrace.model.output;

import org.jspecify.annotations.NullMarked;
