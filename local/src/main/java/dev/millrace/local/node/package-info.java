/** The node: it takes pods and runs them as processes of this machine. */
@NullMarked
package dev.millrace.local.node;

import org.jspecify.annotations.NullMarked;
