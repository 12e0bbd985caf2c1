/** How a reconcile ends: a status that has changed is patched, and what happened is told by an Event. */
@NullMarked
package dev.millrace.operator.status;

import org.jspecify.annotations.NullMarked;
