/** Events, as the parts of Kubernetes write them. */
@NullMarked
package dev.millrace.local.event;

import org.jspecify.annotations.NullMarked;
