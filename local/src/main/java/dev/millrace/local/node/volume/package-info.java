/** Volumes as folders, and where a container's mounts lie on this machine. */
@NullMarked
package dev.millrace.local.node.volume;

import org.jspecify.annotations.NullMarked;
