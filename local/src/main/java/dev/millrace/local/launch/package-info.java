/** What runs first in a pod's process: it ends the process when the node is gone. It uses the JDK alone. */
@NullMarked
package dev.millrace.local.launch;

import org.jspecify.annotations.NullMarked;
