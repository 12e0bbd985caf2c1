/** The life of a pod on this node, and its status. */
@NullMarked
package dev.millrace.local.node.pod;

import org.jspecify.annotations.NullMarked;
