/** The log files of containers, in the format of the container runtime interface. */
@NullMarked
package dev.millrace.local.node.log;

import org.jspecify.annotations.NullMarked;
