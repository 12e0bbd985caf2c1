/** A container as a process: its command, environment, limits, exit and log. */
@NullMarked
package dev.millrace.local.node.container;

import org.jspecify.annotations.NullMarked;
